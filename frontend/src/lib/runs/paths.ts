/**
 * Paths of visits: `step` on the main way, `fork[3].step` in a branch of a fork, deeper for forks in forks.
 * Step ids hold neither dots nor brackets.
 */

/** The branch a visit is in, such as `fork[3]`; empty on the main way. */
export function branchOf(path: string): string {
  const dot = path.lastIndexOf(".");
  return dot < 0 ? "" : path.slice(0, dot);
}

/** The fork's own path and the item's number of a branch such as `fork[3]`. */
export function forkOf(branch: string): { fork: string; index: number } {
  const bracket = branch.lastIndexOf("[");
  return { fork: branch.slice(0, bracket), index: Number(branch.slice(bracket + 1, -1)) };
}
