import { api, body, type Schemas } from "../client";

export type Replay = Schemas["ReplayOut"];
export type ReplayVisit = Schemas["ReplayVisit"];

/**
 * What a run would have done with another definition, or with a version of its flow: recorded answers stand in for
 * every effect. Nothing is sent and nothing is kept.
 */
export async function replayRun(
  executionId: string,
  asked: Schemas["ReplayBodyRequest"],
  signal?: AbortSignal,
): Promise<Replay> {
  const params = { path: { execution_id: executionId } };
  return body(
    await api.POST("/api/v1/executions/{execution_id}/replay/", {
      params,
      body: asked,
      ...(signal && { signal }),
    }),
  );
}
