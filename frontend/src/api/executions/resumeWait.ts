import { api, body } from "../client";

/** Gives the event of one wait. Refused with 400 when its schema refuses the payload: the run goes on waiting. */
export async function resumeWait({ token, payload }: { token: string; payload: unknown }) {
  return body(await api.POST("/api/v1/resume/{token}/", { params: { path: { token } }, body: { payload } }));
}
