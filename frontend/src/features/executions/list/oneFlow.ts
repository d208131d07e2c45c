import type { Execution } from "@/api/executions/types";
import type { ExecutionsSearch } from "../search";
import type { Selection } from "./useSelection";

/** The flow that all chosen runs are of; undefined when they are of several, or when that is not known. */
export function oneFlowOf(
  { all, named }: Pick<Selection, "all" | "named">,
  search: ExecutionsSearch,
  shown: readonly Execution[],
): string | undefined {
  if (all || search.flow) return search.flow;
  const chosen = shown.filter((run) => named.has(run.id));
  const flows = new Set(chosen.map((run) => run.flowId));
  return chosen.length === named.size && flows.size === 1 ? chosen[0]?.flowId : undefined;
}
