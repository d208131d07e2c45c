import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { testServer, versionOf } from "@/lib/testing/server";
import { readDraft, readToChange } from "./readDraft";

const server = testServer();
const TEXT = JSON.stringify(versionOf({ definition: { id: 0 } }));
const answers = (text: string) =>
  http.get("*/api/v1/flows/f1/versions/1/", () =>
    HttpResponse.text(text, { headers: { "Content-Type": "application/json" } }),
  );

test("a version says which of its whole numbers cannot be kept, and is not read to be changed then", async () => {
  server.use(answers(TEXT.replace('"id":0', '"id":12345678901234567891')));
  expect((await readDraft("f1", 1)).inexact).toEqual(["12345678901234567891"]);
  await expect(readToChange("f1", 1)).rejects.toThrow("12345678901234567891");
});

test("every other version is read as it is", async () => {
  server.use(answers(TEXT));
  expect(await readDraft("f1", 1)).toEqual({ version: JSON.parse(TEXT), inexact: [] });
  expect(await readToChange("f1", 1)).toEqual(JSON.parse(TEXT));
});
