import { afterEach, expect, test, vi } from "vitest";
import { newId } from "./newId";

afterEach(() => vi.unstubAllGlobals());

test("an id is a random UUID of version 4, also where the page is no secure context", () => {
  vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes.fill(0xff) });
  expect(newId()).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
  vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes.fill(0) });
  expect(newId()).toBe("00000000-0000-4000-8000-000000000000");
});
