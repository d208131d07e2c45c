import { api, body } from "../client";

/**
 * Gives a waiting run its payload. Refused with 409 `already_decided` or `wait_over` when somebody was faster, with 400
 * when the payload does not fit its schema: the run goes on waiting.
 */
export async function decideApproval({ id, payload }: { id: string; payload: unknown }) {
  const params = { path: { approval_id: id } };
  return body(await api.POST("/api/v1/approvals/{approval_id}/decide/", { params, body: { payload } }));
}
