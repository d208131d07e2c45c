import type { Impact } from "@/api/versions/versionImpact";

const ORDER = ["same", "differs", "breaks", "notReplayable"] as const;

/** How many runs there are of each verdict, in the order in which people are told; none of those that are zero. */
export function impactCounts(
  impact: Pick<Impact, (typeof ORDER)[number]>,
): [verdict: (typeof ORDER)[number], count: number][] {
  return ORDER.filter((verdict) => impact[verdict] > 0).map((verdict) => [verdict, impact[verdict]]);
}
