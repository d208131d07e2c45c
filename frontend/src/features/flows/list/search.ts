import type { FlowFilters } from "@/api/flows/listFlows";

const STATUSES = ["draft", "published", "archived"] as const;
const DIALOGS = ["new", "import"] as const;

/** What the address of the list of flows says. */
export interface FlowsSearch extends FlowFilters {
  /** The dialog that is open. */
  dialog?: (typeof DIALOGS)[number];
}

/** Reads the search part of the address; what makes no sense is left out. */
export function parseFlowsSearch(search: Record<string, unknown>): FlowsSearch {
  const text = (value: unknown) => (typeof value === "string" && value.trim() ? value : undefined);
  const status = STATUSES.find((one) => one === search.status);
  const dialog = DIALOGS.find((one) => one === search.dialog);
  const [wanted, tag] = [text(search.search), text(search.tag)];
  return {
    ...(wanted && { search: wanted }),
    ...(tag && { tag }),
    ...(status && { status }),
    ...(dialog && { dialog }),
  };
}
