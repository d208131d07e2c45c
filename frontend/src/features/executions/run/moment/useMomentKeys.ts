import { useEffect, useEffectEvent } from "react";

interface Steps {
  place: number;
  last: number;
  goTo: (place: number) => void;
}

/** What takes the arrow keys itself while it has the focus. */
const OWN_KEYS =
  "input, textarea, select, [contenteditable=true], .cm-editor, .react-flow__node," +
  "[role=tree], [role=tab], [role=slider], [role=radio], [role=radiogroup], [role=menu], [role=dialog], [role=listbox]";

/** ← and → step through the moments of a run, Home and End go to its ends. */
export function useMomentKeys({ place, last, goTo }: Steps): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest(OWN_KEYS)) return;
    const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: last }[event.key];
    if (to === undefined || last === 0) return;
    event.preventDefault();
    goTo(to);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
