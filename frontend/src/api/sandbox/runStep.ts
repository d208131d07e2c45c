import { api, body, type Schemas } from "../client";

export type SandboxStepBody = Schemas["SandboxStepBodyRequest"];
export type SandboxStepAnswer = Schemas["SandboxStepOut"];

/** Tries one step; nothing is recorded. Throws ApiError: 400 for a body that is refused, 429 when too many run. */
export async function runStep(ask: SandboxStepBody, signal: AbortSignal): Promise<SandboxStepAnswer> {
  return body(await api.POST("/api/v1/sandbox/step/", { body: ask, signal }));
}
