import type { QueryClient } from "@tanstack/react-query";
import { flowByIdQuery } from "@/api/flows/flowById";
import { createDraft } from "@/api/versions/createDraft";
import { versionQuery } from "@/api/versions/readVersion";
import { paths } from "@/lib/paths";

interface Place {
  flowId: string;
  version: number;
  stepId: string | undefined;
  /** Whether the person may edit: then a draft is opened, made from the run's version when there is none. */
  mayEdit: boolean;
}

/** The address of the editor for a run's step: the flow's draft, or the run's own version to look at. */
export async function editorAddress(
  client: QueryClient,
  { flowId, version, stepId, mayEdit }: Place,
): Promise<string> {
  const own = await client.fetchQuery(versionQuery(flowId, version));
  if (own.status === "draft" || !mayEdit) return paths.editor(flowId, version, stepId);
  const flow = await client.fetchQuery(flowByIdQuery(flowId));
  const latest = await client.fetchQuery(versionQuery(flowId, flow.latestVersion));
  if (latest.status === "draft") return paths.editor(flowId, latest.number, stepId);
  const draft = await createDraft(flowId, version);
  await client.invalidateQueries({ queryKey: ["flows"] });
  return paths.editor(flowId, draft.number, stepId);
}
