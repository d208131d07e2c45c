import type { ShortcutHelp } from "@/plugins/types";

const GROUP = "A run";

/** The keys of a run's page. */
export const RUN_SHORTCUTS: ShortcutHelp[] = [
  { group: GROUP, keys: "←", label: "One step back in time" },
  { group: GROUP, keys: "→", label: "One step on" },
  { group: GROUP, keys: "Home", label: "To the start of the run" },
  { group: GROUP, keys: "End", label: "To its end" },
  { group: GROUP, keys: "C", label: "Compare with the last good run" },
];
