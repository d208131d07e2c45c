import type { ExecutionDetail } from "@/api/executions/types";

/** Whether it is a part of a distributed fork, which runs again with its fork alone. */
export function isChunk(run: ExecutionDetail): boolean {
  return run.trigger === "fork";
}
