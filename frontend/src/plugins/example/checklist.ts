import { createContext, useContext } from "react";

export const ITEMS = ["problems", "errors", "sandbox"] as const;
export type ChecklistItem = (typeof ITEMS)[number];

/** What is ticked off, and a way to tick. */
interface Checklist {
  done: ReadonlySet<ChecklistItem>;
  toggle: (item: ChecklistItem) => void;
}

export const ChecklistContext = createContext<Checklist | null>(null);

/** The checklist; throws outside of the plugin's wrapper. */
export function useChecklist(): Checklist {
  const checklist = useContext(ChecklistContext);
  if (!checklist) throw new Error("There is no checklist here: is the plugin's wrapper in place?");
  return checklist;
}
