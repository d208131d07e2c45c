import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextAddress } from "./nextAddress";
import { parseSearch, stringifySearch } from "./search";

describe("the query of an address", () => {
  test("values stay texts, also where they look like numbers or JSON", () => {
    expect(parseSearch("?from=1&name=true&tag=%7B%7D")).toEqual({ from: "1", name: "true", tag: "{}" });
  });

  test("what is given several times is one text, each in a line of its own", () => {
    expect(parseSearch("?label=a:1&x=1&label=b:2")).toEqual({ label: "a:1\nb:2", x: "1" });
  });

  test("what is empty is left out, lists are joined, commas and colons stay readable", () => {
    const search = {
      status: ["FAILED", "RUNNING"],
      label: "team:a",
      tag: "",
      page: undefined,
      tags: [],
      n: 2,
    };
    expect(stringifySearch(search)).toBe("?status=FAILED,RUNNING&label=team:a&n=2");
  });

  test("without anything there is no question mark", () => {
    expect(stringifySearch({ tag: null })).toBe("");
  });

  test("every text comes back as it was", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ minLength: 1 })), (search) => {
        const filled = Object.fromEntries(Object.entries(search));
        expect(parseSearch(stringifySearch(filled))).toEqual(filled);
      }),
    );
  });
});

describe("where signing in leads", () => {
  test.each([
    [undefined, "/"],
    ["", "/"],
    ["/flows?tag=a#x", "/flows?tag=a#x"],
    ["https://evil.example/", "/"],
    ["//evil.example/", "/"],
    ["/\\evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["/login?next=/login", "/"],
    ["/flows/../executions", "/executions"],
  ])("%s leads to %s", (next, address) => {
    expect(nextAddress(next)).toBe(address);
  });
});
