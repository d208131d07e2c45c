import { type RefObject, useEffect, useEffectEvent } from "react";
import classes from "./StepPanel.module.css";

interface FieldFocus {
  body: RefObject<HTMLElement | null>;
  /** The field with dots; the nearest field around it is taken when it is not shown by itself. */
  field: string | undefined;
  /** Makes the place of the field visible. */
  show: (field: string) => void;
}

/** Scrolls to a field and puts the cursor in it when it is asked for. */
export function useFieldFocus({ body, field, show }: FieldFocus): void {
  const reveal = useEffectEvent((name: string) => show(name));
  useEffect(() => {
    if (field === undefined) return;
    reveal(field);
    // The tab is drawn by the next frame.
    const frame = requestAnimationFrame(() => focusField(body.current, field));
    return () => cancelAnimationFrame(frame);
  }, [body, field]);
}

/** Focuses the first control of a field, or of the nearest field around it. False when there is none. */
function focusField(root: HTMLElement | null, field: string): boolean {
  const parts = field.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const name = parts.slice(0, length).join(".");
    const place = root?.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
    if (!place) continue;
    for (let fold = place.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null)
      fold.open = true;
    place.scrollIntoView({ block: "center" });
    place.classList.add(classes.flash ?? "");
    controlOf(place)?.focus({ preventScroll: true });
    return true;
  }
  return false;
}

/** Where one writes, before what only switches how a field is shown. */
function controlOf(place: HTMLElement): HTMLElement | null {
  return (
    place.querySelector<HTMLElement>("textarea, input:not([type=radio]), [contenteditable=true]") ??
    place.querySelector<HTMLElement>("input, button")
  );
}
