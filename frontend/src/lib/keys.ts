const MAC: Record<string, string> = { Mod: "⌘", Alt: "⌥", Shift: "⇧" };
const OTHER: Record<string, string> = { Mod: "Ctrl" };

/** Whether the keyboard has a ⌘ key. */
export function isMac(platform = globalThis.navigator?.platform ?? ""): boolean {
  return /^(Mac|iP)/.test(platform);
}

/** The keys of a shortcut as printed on them: "Mod+Shift+Z" is ["Ctrl", "Shift", "Z"], on a Mac ["⌘", "⇧", "Z"]. */
export function keyNames(keys: string, mac = isMac()): string[] {
  const names = mac ? MAC : OTHER;
  return keys.split("+").map((key) => names[key] ?? key);
}
