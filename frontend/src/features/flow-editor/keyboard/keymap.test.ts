import { describe, expect, it } from "vitest";
import { bindingOf, KEYMAP, type Stroke } from "./keymap";
import { shortcutList } from "./shortcuts";

function stroke(key: string, held: Partial<Stroke> = {}): Stroke {
  return { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held };
}

function actionOf(pressed: Stroke, isMac = false): unknown {
  const action = bindingOf(pressed, isMac)?.action;
  return action && ("command" in action ? action.command : action.session);
}

describe("the keys of the editor", () => {
  it.each([
    [stroke("z", { ctrlKey: true }), "undo"],
    [stroke("Z", { ctrlKey: true, shiftKey: true }), "redo"],
    [stroke("y", { ctrlKey: true }), "redo"],
    [stroke("d", { ctrlKey: true }), "selection.duplicate"],
    [stroke("d"), "step.toggleDisabled"],
    [stroke("g", { ctrlKey: true }), "group.add"],
    [stroke("Delete"), "selection.remove"],
    [stroke("Backspace"), "selection.remove"],
    [stroke("/"), "openPicker"],
    [stroke("a"), "openPicker"],
    [stroke("a", { ctrlKey: true }), "selectAll"],
    [stroke("s", { ctrlKey: true }), "saveNow"],
    [stroke("T", { shiftKey: true, altKey: true, code: "KeyT" }), "tidy"],
    [stroke("ˇ", { shiftKey: true, altKey: true, code: "KeyT" }), "tidy"],
    [stroke("+", { shiftKey: true }), "zoomIn"],
    [stroke("Escape"), "escape"],
  ])("%o does %s", (pressed, action) => {
    expect(actionOf(pressed)).toBe(action);
  });

  it("leaves the browser its own: Ctrl on a Mac, the Windows key elsewhere, Mod-K", () => {
    expect(actionOf(stroke("z", { ctrlKey: true }), true)).toBeUndefined();
    expect(actionOf(stroke("z", { metaKey: true }), false)).toBeUndefined();
    expect(actionOf(stroke("k", { ctrlKey: true }))).toBeUndefined();
    expect(actionOf(stroke("z", { metaKey: true }), true)).toBe("undo");
  });

  it("runs a flow also where one may run it but not edit it", () => {
    expect(bindingOf(stroke("r"), false)?.readOnly).toBe(true);
  });

  it("gives no keys to two actions", () => {
    const keys = KEYMAP.map((binding) => binding.keys.toLowerCase());
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("the list of shortcuts", () => {
  /** What the canvas and the browser do by themselves. */
  const ELSEWHERE = ["Mod+C", "Mod+X", "Mod+V", "Tab", "↑↓←→", "Shift+F10"];
  const listed = shortcutList().map(({ keys }) => keys.toLowerCase());

  it("names only keys that do something", () => {
    const bound = new Set([
      ...KEYMAP.map(({ keys }) => keys.toLowerCase()),
      ...ELSEWHERE.map((keys) => keys.toLowerCase()),
    ]);
    expect(listed.filter((keys) => !bound.has(keys))).toEqual([]);
  });

  it("names every action and command that has keys", () => {
    const told = new Set(
      KEYMAP.filter(({ keys }) => listed.includes(keys.toLowerCase())).map(({ action }) =>
        JSON.stringify(action),
      ),
    );
    const zoomIn = JSON.stringify({ session: "zoomIn" });
    expect(
      KEYMAP.map(({ action }) => JSON.stringify(action)).filter(
        (action) => !told.has(action) && action !== zoomIn,
      ),
    ).toEqual([]);
  });
});
