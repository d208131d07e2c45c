import { create } from "zustand";
import type { SandboxFlowAnswer } from "@/api/sandbox/runFlow";
import type { SandboxStepAnswer } from "@/api/sandbox/runStep";
import type { JsonObject } from "@/lib/expressions/types";

/** A try of one step: it runs, it gave something, or the server refused it. */
export type StepTry =
  | { state: "running"; startedAt: number; dryRun: boolean; stop: () => void }
  | { state: "done"; at: number; dryRun: boolean; answer: SandboxStepAnswer }
  | { state: "refused"; at: number; error: unknown };

/** A try of the whole draft up to a step. */
export interface FlowTry {
  flowId: string;
  upTo: string;
  input: JsonObject;
  flowVariables: JsonObject;
  answer: SandboxFlowAnswer;
}

interface SandboxState {
  tries: Readonly<Record<string, StepTry>>;
  flow: FlowTry | null;
  /** Steps whose dry-run switch a person has set. */
  dry: Readonly<Record<string, boolean>>;
  /** Steps whose effect the person agreed to send. */
  agreed: ReadonlySet<string>;
}

const EMPTY: SandboxState = { tries: {}, flow: null, dry: {}, agreed: new Set() };

/** What was tried since the page was opened. Keys are `stepKey`. */
export const sandboxStore = create<SandboxState>(() => EMPTY);

/** Names a step of a flow. */
export function stepKey(flowId: string, stepId: string): string {
  return `${flowId}/${stepId}`;
}

export function setTry(key: string, next: StepTry | null): void {
  sandboxStore.setState(({ tries }) => {
    const { [key]: _, ...others } = tries;
    return { tries: next ? { ...others, [key]: next } : others };
  });
}

export function setFlowTry(flow: FlowTry | null): void {
  sandboxStore.setState({ flow });
}

export function setDry(key: string, dry: boolean): void {
  sandboxStore.setState((state) => ({ dry: { ...state.dry, [key]: dry } }));
}

export function agree(key: string): void {
  sandboxStore.setState((state) => ({ agreed: new Set([...state.agreed, key]) }));
}

/** The try of a step, if there is one. */
export function useStepTry(key: string): StepTry | undefined {
  return sandboxStore((state) => state.tries[key]);
}
