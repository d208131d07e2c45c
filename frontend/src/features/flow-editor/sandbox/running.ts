import { runFlow } from "@/api/sandbox/runFlow";
import { runStep, type SandboxStepBody } from "@/api/sandbox/runStep";
import type { FlowDocument, StepInstance, StepType } from "@/lib/definition/types";
import type { JsonObject } from "@/lib/expressions/types";
import { sandboxStore, setFlowTry, setTry, stepKey } from "./sandboxStore";
import type { StepSample } from "./useStepSample";

/** What a step does outside, as it stands: its own word before its type's. */
export function effectsOf(step: StepInstance, type: StepType | undefined): StepType["sideEffects"] {
  return step.sideEffects ?? type?.sideEffects ?? "none";
}

const READING = new Set(["GET", "HEAD"]);

/** Whether running the step really would send something that is worth asking about: not for plain reading. */
export function isEffectful(step: StepInstance, type: StepType | undefined): boolean {
  if (effectsOf(step, type) === "none") return false;
  return step.sideEffects !== undefined && step.sideEffects !== null
    ? true
    : !(step.stepType === "API_CALL" && READING.has(String(step.apiHttpMethod ?? "GET").toUpperCase()));
}

/** What is asked of the server: the unsaved step in the unsaved document, on the sample. */
export function stepAsk(args: {
  document: FlowDocument;
  stepId: string;
  sample: Pick<StepSample, "context" | "visit">;
  dryRun: boolean;
}): SandboxStepBody {
  const { document, stepId, sample, dryRun } = args;
  const ask: SandboxStepBody = { definition: document, stepInstanceId: stepId, dryRun };
  const { visit } = sample;
  // The server has the recorded context whole, also what was masked or too large to show here.
  if (visit && "executionId" in visit) return { ...ask, executionId: visit.executionId, seq: visit.seq };
  return { ...ask, context: withoutRun(sample.context ?? {}) };
}

/** `execution` is the server's to give. */
function withoutRun(context: JsonObject): JsonObject {
  const { execution: _, ...rest } = context;
  return rest;
}

/** Tries a step and keeps what came of it under its key. A try that still runs is stopped first. */
export async function tryStep(key: string, ask: SandboxStepBody): Promise<void> {
  stopTry(key);
  const abort = new AbortController();
  const dryRun = ask.dryRun ?? false;
  const before = sandboxStore.getState().tries[key];
  const stop = () => {
    abort.abort();
    setTry(key, before ?? null);
  };
  setTry(key, { state: "running", startedAt: Date.now(), dryRun, stop });
  try {
    const answer = await runStep(ask, abort.signal);
    if (!abort.signal.aborted) setTry(key, { state: "done", at: Date.now(), dryRun, answer });
  } catch (error) {
    if (!abort.signal.aborted) setTry(key, { state: "refused", at: Date.now(), error });
  }
}

/** Stops the try of a step that still runs. */
export function stopTry(key: string): void {
  const running = sandboxStore.getState().tries[key];
  if (running?.state === "running") running.stop();
}

/** Tries the draft up to a step; what each step gave is kept, the last visit of each under its key. */
export async function tryUpTo(args: {
  flowId: string;
  document: FlowDocument;
  stepId: string;
  input: JsonObject;
  dryRun: boolean;
  signal: AbortSignal;
}): Promise<void> {
  const { flowId, document, stepId, input, dryRun, signal } = args;
  const answer = await runFlow({ definition: document, input, upToStepInstanceId: stepId, dryRun }, signal);
  const flowVariables = document.flowVariables ?? {};
  setFlowTry({ flowId, upTo: stepId, input, flowVariables, answer });
  for (const { seq: _seq, path: _path, stepInstanceId, stepType: _type, ...visit } of answer.steps)
    setTry(stepKey(flowId, stepInstanceId), {
      state: "done",
      at: Date.now(),
      dryRun,
      answer: { ...visit, steps: [] },
    });
}
