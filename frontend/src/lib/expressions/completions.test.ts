import { describe, expect, it } from "vitest";
import { complete } from "./completions";
import type { Shape } from "./shape";
import type { ExpressionKind } from "./types";

const value = {
  order: { id: "A-1", total: 120, lines: [{ sku: "x", qty: 2 }], "e-mail address": "a@b" },
  steps_output: {},
};
const shape: Shape = {
  members: {
    steps_output: {
      members: {
        "fetch-user": { from: "Fetch user", members: { status: { type: "number", from: "Fetch user" } } },
      },
    },
    currentItem: { from: "the fork's item" },
  },
};

/** The labels that are offered where `^` stands in the text, and the text when the first is taken. */
function offered(kind: ExpressionKind, marked: string): { labels: string[]; first: string | null } {
  const caret = marked.indexOf("^");
  const text = marked.replace("^", "");
  const list = complete({ kind, text, caret, root: { value, shape } });
  const item = list?.items[0];
  return {
    labels: list?.items.map((one) => one.label) ?? [],
    first: list && item ? text.slice(0, list.from) + item.insert + text.slice(list.to) : null,
  };
}

describe("completion", () => {
  it.each([
    ["path", "^", ["order", "steps_output", "currentItem"], "$.order"],
    ["path", "$.^", ["order", "steps_output", "currentItem"], "$.order"],
    ["path", "$.ord^", ["order"], "$.order"],
    ["path", "$.order.^", ["id", "total", "lines", "e-mail address"], "$.order.id"],
    ["path", "$.order.e^", ["e-mail address", "lines"], "$.order['e-mail address']"],
    ["path", "$.order.lines[0].s^", ["sku"], "$.order.lines[0].sku"],
    ["path", "$.order.lines[*].^", ["sku", "qty"], "$.order.lines[*].sku"],
    ["path", "$.order.lines[^", ["[0]", "[*]"], "$.order.lines[0]"],
    ["path", "$.steps_output.^", ["fetch-user"], "$.steps_output.fetch-user"],
    ["path", "$.steps_output.fetch-user.^", ["status"], "$.steps_output.fetch-user.status"],
    ["path", "$.order['^", ["id", "total", "lines", "e-mail address"], "$.order['id']"],
    ["path", "$.order.id.^", [], null],
    ["path", "$.nope.^", [], null],
    ["condition", "$.order.t^", ["total"], "$.order.total"],
    [
      "condition",
      "$.order.total > 1 && $.order.i^",
      ["id", "lines", "e-mail address"],
      "$.order.total > 1 && $.order.id",
    ],
    ["condition", "is_e^", ["is_empty"], "is_empty("],
    ["template", "Hi {{ ord^", ["order"], "Hi {{ order"],
    ["template", "{{ order.i^", ["id", "lines", "e-mail address"], "{{ order.id"],
    ["template", "{{ order.lines[0].^", ["sku", "qty"], "{{ order.lines[0].sku"],
    ["template", "{{ order.id | up^", ["upcase"], "{{ order.id | upcase"],
    ["template", "{% if order.t^", ["total"], "{% if order.total"],
    ["template", "order.^", [], null],
    ["template", "{{ order.id }} order.^", [], null],
    ["template", "{{ 'order.^", [], null],
    ["template", "$.order.i^", ["id", "lines", "e-mail address"], "$.order.id"],
  ] as const)("of a %s at %s offers %j", (kind, text, labels, first) => {
    expect(offered(kind, text)).toEqual({ labels, first });
  });

  it("tells the type and value of what is there, and the step of what is not there yet", () => {
    const there = complete({ kind: "path", text: "$.order.t", caret: 9, root: { value, shape } });
    expect(there?.items[0]).toEqual({
      label: "total",
      insert: ".total",
      hint: "number",
      preview: "120",
      from: "",
    });
    const text = "$.steps_output.fetch-user.s";
    const later = complete({ kind: "path", text, caret: text.length, root: { value, shape } });
    expect(later?.items[0]).toEqual({
      label: "status",
      insert: ".status",
      hint: "number",
      preview: "",
      from: "Fetch user",
    });
  });
});
