import { describe, expect, it } from "vitest";
import { bindingOf, KEYMAP, type Stroke } from "./keymap";

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

  it("gives no keys to two actions", () => {
    const keys = KEYMAP.map((binding) => binding.keys.toLowerCase());
    expect(new Set(keys).size).toBe(keys.length);
  });
});
