import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { KEYMAP } from "./keymap";
import { shortcutList } from "./shortcuts";

const page = readFileSync("../docs/editor.md", "utf8").toLowerCase();

describe("the keys in docs/editor.md", () => {
  it.each(KEYMAP.map((binding) => binding.keys))("%s is listed", (keys) => {
    expect(page).toContain(`\`${keys.toLowerCase()}\``);
  });

  it.each(shortcutList().map((shortcut) => shortcut.keys))("%s of the help dialog is listed", (keys) => {
    expect(page).toContain(`\`${keys.toLowerCase()}\``);
  });
});
