import type { QueryClient } from "@tanstack/react-query";
import { createDraft } from "@/api/versions/createDraft";
import { listVersionsQuery } from "@/api/versions/listVersions";
import type { Flow } from "./flowStatus";

/** The number of the flow's newest draft; where there is none, one is made from the live version, else the latest. */
export async function draftOf(queryClient: QueryClient, flow: Flow): Promise<number> {
  const versions = await queryClient.fetchInfiniteQuery({ ...listVersionsQuery(flow.id), staleTime: 0 });
  const drafts = versions.pages.flatMap((page) => page.results).filter((one) => one.status === "draft");
  if (drafts.length) return Math.max(...drafts.map((one) => one.number));
  const made = await createDraft(flow.id, flow.publishedVersion ?? flow.latestVersion);
  await queryClient.invalidateQueries({ queryKey: ["versions", flow.id] });
  await queryClient.invalidateQueries({ queryKey: ["flows"] });
  return made.number;
}
