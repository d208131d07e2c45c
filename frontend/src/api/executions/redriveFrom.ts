import { api, body, type Schemas } from "../client";

/** Where a run begins again, with which context, version and branches. */
export type RedriveFromBody = Schemas["RedriveFromBodyRequest"];
export type RedrivePreview = Schemas["RedrivePreview"];

/**
 * Runs an execution again from one of its visits. `key` makes a second try of the same harmless. Throws ApiError: 400
 * names the place of the context that is wrong, 409 when the version cannot begin there.
 */
export async function redriveFrom(
  executionId: string,
  asked: RedriveFromBody,
  key: string,
): Promise<Schemas["Started"]> {
  const params = { path: { execution_id: executionId }, header: { "Idempotency-Key": key } };
  const answer = body(
    await api.POST("/api/v1/executions/{execution_id}/redrive-from/", { params, body: asked }),
  );
  if ("executionId" in answer) return answer;
  throw new Error("The server gave a preview where a run was asked for.");
}

/** What the same would run again, inherit and send. Nothing happens. */
export async function previewRedriveFrom(
  executionId: string,
  asked: RedriveFromBody,
  signal?: AbortSignal,
): Promise<RedrivePreview> {
  const params = { path: { execution_id: executionId }, query: { preview: true } };
  const answer = body(
    await api.POST("/api/v1/executions/{execution_id}/redrive-from/", { params, body: asked, signal }),
  );
  if ("runsAgain" in answer) return answer;
  throw new Error("The server started a run where a preview was asked for.");
}
