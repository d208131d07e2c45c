import { api, body } from "../client";

/** A run as one file in which everything secret is masked: it can be given away, and opened in the sandbox. */
export async function getCapsule(executionId: string) {
  const params = { path: { execution_id: executionId } };
  return body(await api.GET("/api/v1/executions/{execution_id}/capsule/", { params }));
}
