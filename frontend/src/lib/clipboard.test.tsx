import { afterEach, expect, test, vi } from "vitest";
import { writeClipboard } from "./clipboard";

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(document, "execCommand");
});

test("where the browser gives a page no clipboard, a text is copied as a selection is", async () => {
  const copied: string[] = [];
  vi.stubGlobal("navigator", {});
  document.execCommand = () => {
    copied.push(document.querySelector("textarea")?.value ?? "");
    return true;
  };

  await writeClipboard("the key");

  expect(copied).toEqual(["the key"]);
  expect(document.querySelector("textarea")).toBeNull();
});

test("a browser that does not copy is told of", async () => {
  vi.stubGlobal("navigator", {});
  document.execCommand = () => false;
  await expect(writeClipboard("the key")).rejects.toThrow("The browser does not allow copying here.");
});
