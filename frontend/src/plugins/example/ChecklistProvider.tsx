import { type ReactNode, useMemo, useState } from "react";
import { ChecklistContext, type ChecklistItem } from "./checklist";

/** Keeps the checklist while the app is open; header, page and whatever else is inside share it. */
export function ChecklistProvider({ children }: { children: ReactNode }) {
  const [done, setDone] = useState<ReadonlySet<ChecklistItem>>(new Set());
  const checklist = useMemo(
    () => ({
      done,
      toggle: (item: ChecklistItem) =>
        setDone((before) => {
          const after = new Set(before);
          if (!after.delete(item)) after.add(item);
          return after;
        }),
    }),
    [done],
  );
  return <ChecklistContext value={checklist}>{children}</ChecklistContext>;
}
