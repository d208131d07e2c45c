import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { parseExactly } from "@/lib/exactJson";
import { isObject, type JsonObject } from "@/lib/expressions/types";
import { useEditor } from "../store";
import { composedContext } from "./composeContext";
import { contextBefore } from "./contextBefore";
import { type SampleChoice, useSampleChoice } from "./sampleChoice";
import { lastVisitQuery, type SampleVisit, sampleContextQuery, stepVisitsQuery } from "./sampleQueries";
import { type FlowTry, sandboxStore } from "./sandboxStore";
import "./texts";

/** Which of the sources the context really is from. */
export type SampleSource = Exclude<SampleChoice["kind"], "auto">;

/** A context to try a step on. */
export interface StepSample {
  /** Null while it is loaded, or when there is none: see `error` and `isEmpty`. */
  context: JsonObject | null;
  source: SampleSource;
  /** The source in words. */
  label: string;
  isLoading: boolean;
  error: unknown;
  /** The recorded visit the context is from. */
  visit: SampleVisit | { executionId: string; seq: number } | null;
}

const NO_INPUT: JsonObject = {};

/**
 * The context that a step would see: of the last run that came by, of a run that was chosen, of the last "run up to
 * here", made of pinned outputs, or typed. The choice is kept on this device; without one the best there is.
 */
export function useStepSample(stepId: string): StepSample {
  const flowId = useEditor((state) => state.flowId);
  const { choice, typed } = useSampleChoice(flowId, stepId);
  const upTo = useUpTo(flowId, stepId);
  const last = useQuery({
    ...lastVisitQuery(flowId, stepId),
    enabled: choice.kind === "lastRun" || (choice.kind === "auto" && upTo === null),
  });
  const source = sourceOf(choice, upTo !== null, last);
  const run = useRunSample(source, choice, last.data ?? null, stepId);
  const pinned = useEditor((state) =>
    source === "pinned" ? composedContext(state.document, stepId, NO_INPUT) : null,
  );
  const parsed = useMemo(() => parseTyped(typed), [typed]);
  const { t } = useTranslation("sandbox");
  const found = {
    upTo: { context: upTo, error: null, isLoading: false },
    pinned: { context: pinned, error: null, isLoading: false },
    typed: { ...parsed, isLoading: false },
    lastRun: { ...run, isLoading: run.isLoading || last.isLoading, error: last.error ?? run.error },
    run,
  }[source];
  return {
    ...found,
    source,
    label: t(`source.${source}`),
    visit: source === "run" || source === "lastRun" ? run.visit : null,
  };
}

interface LastVisit {
  data?: SampleVisit | null | undefined;
  isLoading: boolean;
}

function sourceOf(choice: SampleChoice, hasUpTo: boolean, last: LastVisit): SampleSource {
  if (choice.kind !== "auto") return choice.kind;
  if (hasUpTo) return "upTo";
  return last.data || last.isLoading ? "lastRun" : "pinned";
}

function useUpTo(flowId: string, stepId: string): JsonObject | null {
  const flow = sandboxStore((state) => state.flow);
  return useMemo(() => (flow?.flowId === flowId ? upToContext(flow, stepId) : null), [flow, flowId, stepId]);
}

/** The context before a step in the last try of the whole draft. */
function upToContext({ answer, input, flowVariables }: FlowTry, stepId: string): JsonObject | null {
  return contextBefore(answer.steps, stepId, { input, flowVariables });
}

function useRunSample(source: SampleSource, choice: SampleChoice, last: SampleVisit | null, stepId: string) {
  const chosen = source === "run" && choice.kind === "run" ? choice : null;
  const visits = useQuery({
    ...stepVisitsQuery(chosen?.executionId ?? "", stepId),
    enabled: chosen !== null,
  });
  const row = chosen
    ? visits.data?.find((visit) => chosen.seq === null || visit.seq === chosen.seq)
    : source === "lastRun"
      ? last?.visit
      : undefined;
  const executionId = chosen?.executionId ?? last?.execution.id ?? "";
  const context = useQuery({
    ...sampleContextQuery(executionId, row ?? { seq: 0, path: "" }),
    enabled: row !== undefined,
  });
  return {
    context: row ? (context.data ?? null) : null,
    isLoading: visits.isLoading || context.isLoading,
    error: visits.error ?? context.error,
    visit: row ? { executionId, seq: row.seq } : null,
  };
}

/** What was typed as a context; nothing typed is an empty one. */
export function parseTyped(text: string): { context: JsonObject | null; error: Error | null } {
  if (text.trim() === "") return { context: NO_INPUT, error: null };
  try {
    const value = parseExactly(text);
    if (isObject(value)) return { context: value, error: null };
    return { context: null, error: new Error("The context must be a JSON object.") };
  } catch (error) {
    return { context: null, error: error instanceof Error ? error : new Error(String(error)) };
  }
}
