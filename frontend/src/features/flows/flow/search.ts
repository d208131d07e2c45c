export const TABS = ["overview", "versions", "runs", "variables", "settings"] as const;
export type FlowTab = (typeof TABS)[number];

/** What the address of a flow's page says. */
interface FlowSearch {
  /** The open tab; the overview when it is not there. */
  tab?: FlowTab;
}

/** Reads the search part of the address; a tab that does not exist is left out. */
export function parseFlowSearch(search: Record<string, unknown>): FlowSearch {
  const tab = TABS.find((one) => one === search.tab);
  return tab ? { tab } : {};
}
