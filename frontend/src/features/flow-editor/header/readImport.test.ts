import { describe, expect, it } from "vitest";
import { fileName } from "./download";
import { readImport } from "./readImport";

const definition = { startStepInstanceId: "a", steps: { a: { stepInstanceId: "a", stepType: "NO_OP" } } };

describe("what can be imported into a draft", () => {
  it.each([
    ["a definition", definition],
    ["a version", { number: 3, definition }],
    ["the first flow of an export", { flows: [{ name: "x", definition }] }],
    ["a flow with versions", { flows: [{ versions: [{ definition }] }] }],
  ])("is %s", (_, value) => {
    expect(readImport(JSON.stringify(value)).document).toEqual(definition);
  });

  it("is nothing else, and the reason is said", () => {
    expect(readImport('{"a": 1}')).toEqual({
      document: null,
      reason: "/steps must be an object of steps by id.",
    });
    expect(readImport("{")).toMatchObject({ document: null, reason: expect.stringContaining("JSON") });
  });
});

it("names files so that every file system takes them", () => {
  expect(fileName("Prüfung: A/B v1.2")).toBe("pru-fung-a-b-v1.2");
  expect(fileName("///")).toBe("flow");
});
