/** What the address of the approvals says. */
export interface ApprovalsSearch {
  /** The id of the approval that is open. */
  open?: string;
}

/** Reads the search part of the approvals' address. */
export function parseApprovalsSearch(search: Record<string, unknown>): ApprovalsSearch {
  const open = typeof search.open === "string" ? search.open.trim().slice(0, 100) : "";
  return open ? { open } : {};
}
