import { api, body, type Schemas } from "../client";

type SandboxFlowBody = Schemas["SandboxFlowBodyRequest"];
export type SandboxFlowAnswer = Schemas["SandboxFlowOut"];
export type SandboxVisit = Schemas["SandboxVisit"];

/** Tries a draft to its end or up to a step; nothing is recorded. Throws ApiError as `runStep` does. */
export async function runFlow(ask: SandboxFlowBody, signal: AbortSignal): Promise<SandboxFlowAnswer> {
  return body(await api.POST("/api/v1/sandbox/flow/", { body: ask, signal }));
}
