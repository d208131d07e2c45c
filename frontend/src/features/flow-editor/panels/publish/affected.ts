import type { FlowCaller } from "@/api/flows/flowCallers";

/**
 * Whether publishing version `number` changes what the caller starts: its steps name no version, or this one.
 * Actions at the end of a run are kept but not carried out, so they alone change nothing.
 */
export function isAffected({ pinnedVersion, steps }: FlowCaller, number: number): boolean {
  return steps.length > 0 && (pinnedVersion === null || pinnedVersion === number);
}
