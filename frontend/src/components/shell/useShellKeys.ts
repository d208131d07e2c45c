import { useEffect } from "react";
import { useShell } from "./shellStore";

const EDITABLE = "input, textarea, select, [contenteditable=true], .cm-editor";

/** The two shortcuts that work everywhere: Mod+K opens the search, `?` (outside of fields) the list of shortcuts. */
export function useShellKeys(): void {
  const show = useShell((state) => state.show);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const opens = shortcutOf(event);
      if (!opens || event.defaultPrevented) return;
      event.preventDefault();
      show(opens, true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [show]);
}

function shortcutOf(event: KeyboardEvent): "palette" | "help" | null {
  const mod = event.ctrlKey || event.metaKey;
  if (mod && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") return "palette";
  const typing = event.target instanceof Element && event.target.closest(EDITABLE) !== null;
  return event.key === "?" && !mod && !typing ? "help" : null;
}
