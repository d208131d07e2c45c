import { create } from "zustand";
import { ownKey } from "../ownKey";

/** Where the context comes from that a step is tried on. */
export type SampleChoice =
  | { kind: "auto" }
  | { kind: "lastRun" }
  | { kind: "run"; executionId: string; seq: number | null }
  | { kind: "upTo" }
  | { kind: "pinned" }
  | { kind: "typed" };

/** What a person chose and typed for one step; kept on this device. */
interface StepSampleState {
  choice: SampleChoice;
  /** The JSON as typed; it may be unreadable. */
  typed: string;
}

const NOTHING: StepSampleState = { choice: { kind: "auto" }, typed: "" };
const KINDS = new Set(["auto", "lastRun", "run", "upTo", "pinned", "typed"]);

function keyOf(flowId: string, stepId: string): string {
  return `allma.sample.${ownKey(flowId, stepId)}`;
}

function stored(key: string): StepSampleState {
  try {
    const found: Partial<StepSampleState> | null = JSON.parse(localStorage.getItem(key) ?? "null");
    const choice = found?.choice;
    if (!choice || !KINDS.has(choice.kind)) return NOTHING;
    if (choice.kind === "run" && typeof choice.executionId !== "string") return NOTHING;
    return { choice, typed: typeof found.typed === "string" ? found.typed : "" };
  } catch {
    return NOTHING;
  }
}

interface Store {
  states: Readonly<Record<string, StepSampleState>>;
  set: (flowId: string, stepId: string, change: Partial<StepSampleState>) => void;
}

const useStore = create<Store>((set, get) => ({
  states: {},
  set: (flowId, stepId, change) => {
    const key = keyOf(flowId, stepId);
    const next = { ...(get().states[key] ?? stored(key)), ...change };
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // The device has no room: the choice lives as long as the page.
    }
    set((state) => ({ states: { ...state.states, [key]: next } }));
  },
}));

const read = new Map<string, StepSampleState>();

function known(states: Store["states"], key: string): StepSampleState {
  const state = states[key];
  if (state) return state;
  const first = read.get(key) ?? stored(key);
  read.set(key, first);
  return first;
}

/** The choice for a step and what was typed for it. */
export function useSampleChoice(flowId: string, stepId: string): StepSampleState {
  return useStore((state) => known(state.states, keyOf(flowId, stepId)));
}

/** Chooses, or keeps what is typed. */
export function setSampleChoice(flowId: string, stepId: string, change: Partial<StepSampleState>): void {
  useStore.getState().set(flowId, stepId, change);
}
