import { newId } from "@/lib/newId";
import { api, body, type Schemas } from "../client";

/**
 * Starts a run of the published version, or of the one that is named. `key` makes a second try of the same start
 * harmless. Throws ApiError: 400 names the field of the input that is wrong, 409 when no version is published.
 */
export async function startExecution(
  flowId: string,
  start: Schemas["StartBodyRequest"],
  key: string = newId(),
): Promise<Schemas["Started"]> {
  const answer = body(
    await api.POST("/api/v1/flows/{flow_id}/executions/", {
      params: { path: { flow_id: flowId }, header: { "Idempotency-Key": key } },
      body: start,
    }),
  );
  if ("executionId" in answer) return answer;
  return { executionId: answer.id, status: answer.status };
}
