import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { FlowDocument } from "@/lib/definition/types";
import { useSendOnce } from "@/lib/useSendOnce";
import { publishFix, publishPrompts, runAgain, saveFix, touchesFlow, withPromptVersions } from "./applyFix";
import type { Edits } from "./keptEdits";

export const PHASES = ["prompts", "save", "publish", "redrive"] as const;
export type Phase = (typeof PHASES)[number];
export type PhaseState = "waiting" | "running" | "done" | "failed" | "skipped";

/** What is to be done with the edits. */
export interface Wish {
  note: string;
  publish: boolean;
  /** The visit to begin at; null: from the start. */
  seq: number | null;
}

interface Subject {
  executionId: string;
  flowId: string;
  flowVersion: number;
  base: FlowDocument;
  edits: Edits;
}

interface Done {
  prompts?: Record<string, number>;
  draft?: number;
  published?: boolean;
}

/**
 * Publishes prompts, saves, publishes and redrives, one after the other. A phase that failed can be tried again: what
 * is done stays done.
 */
export function useApply(subject: Subject, onDone: (executionId: string) => Promise<void>) {
  const client = useQueryClient();
  const [states, setStates] = useState<Partial<Record<Phase, PhaseState>>>({});
  const [draft, setDraft] = useState<number>();
  const done = useRef<Done>({});
  const keyOf = useSendOnce();
  const phase = async <T>(name: Phase, work: () => Promise<T>): Promise<T> => {
    setStates((before) => ({ ...before, [name]: "running" }));
    try {
      const found = await work();
      setStates((before) => ({ ...before, [name]: "done" }));
      return found;
    } catch (failure) {
      setStates((before) => ({ ...before, [name]: "failed" }));
      throw failure;
    }
  };
  const skip = (name: Phase) => setStates((before) => ({ ...before, [name]: "skipped" }));

  const applying = useMutation({
    mutationFn: async ({ note, publish, seq }: Wish) => {
      const { executionId, flowId, flowVersion: version, base, edits } = subject;
      const so = done.current;
      if (Object.keys(edits.prompts).length === 0) skip("prompts");
      else so.prompts ??= await phase("prompts", () => publishPrompts(client, edits.prompts, note));
      const steps = withPromptVersions(base, edits.steps, so.prompts ?? {});
      if (!touchesFlow(base, steps)) {
        skip("save");
        skip("publish");
        return phase("redrive", () => runAgain(executionId, seq, version, keyOf([seq, version])));
      }
      so.draft ??= await phase("save", () => saveFix(client, { flowId, base, steps }));
      const number = so.draft;
      setDraft(number);
      if (!publish) skip("publish");
      else if (!so.published) {
        await phase("publish", () => publishFix(client, flowId, number, note));
        so.published = true;
      }
      return phase("redrive", () => runAgain(executionId, seq, number, keyOf([seq, number])));
    },
    onSuccess: onDone,
  });
  return { applying, states, draft, hasBegun: Object.keys(states).length > 0 };
}
