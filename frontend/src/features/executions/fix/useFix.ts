import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { runDefinitionQuery } from "@/api/executions/getRunDefinition";
import { replayRun } from "@/api/executions/replayRun";
import { versionQuery } from "@/api/versions/readVersion";
import { type Json, setIn } from "@/components/schema-form/path";
import { readDocument } from "@/lib/definition/read";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { paths } from "@/lib/paths";
import { useRun } from "@/lib/runs/useRun";
import { usePermission, useSession } from "@/lib/session";
import { changedSteps, type EditedPrompt, type EditedPrompts, withEdits } from "./editedSteps";
import { type FixSearch, parseFixSearch } from "./fixSearch";
import { useKeptEdits, withoutEdits } from "./keptEdits";
import { addressOf, chosenRow, fixRows } from "./replayRows";

const PAUSE_MS = 400;

/** A run that is mended: the edits, what they do to the recorded run, and what the address says. */
export function useFix() {
  const { executionId = "" } = useParams({ strict: false });
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const search = parseFixSearch(raw);
  const navigate = useNavigate();
  const run = useRun(executionId);
  const definition = useDefinition(executionId, run.execution?.flowId, search.version);
  const base = useMemo(
    () => (definition.data === undefined ? undefined : readDocument(definition.data)),
    [definition.data],
  );
  const mayEdit = usePermission("edit");
  const person = useSession().user?.id ?? "";
  const keptAt = `allma.fix.${person}.${executionId}.${search.version ?? "original"}`;
  const { edits, change, ...kept } = useKeptEdits(keptAt, base?.document);
  const changed = useMemo(
    () => (base?.document ? changedSteps(base.document, edits.steps) : []),
    [base, edits.steps],
  );
  const document = useMemo(
    () => (base?.document ? withEdits(base.document, edits.steps) : undefined),
    [base, edits.steps],
  );
  const [settled] = useDebouncedValue(document, PAUSE_MS);
  const isTried = mayEdit && (changed.length > 0 || search.version !== undefined);
  const replay = useQuery({
    queryKey: ["executions", executionId, "replay", settled],
    queryFn: ({ signal }) => replayRun(executionId, settled ? { definition: settled } : {}, signal),
    enabled: settled !== undefined && isTried,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const found = isTried ? replay.data : undefined;
  const rows = useMemo(() => fixRows(run.visits, found), [run.visits, found]);
  const chosen = chosenRow(rows, search);
  const choose = (key: string) =>
    void navigate({
      to: paths.fixRun(executionId),
      search: { ...addressOf(key), version: search.version } satisfies FixSearch,
      replace: true,
      resetScroll: false,
    });
  const step = chosen && document?.steps[chosen.stepInstanceId];
  const setField = (path: readonly (string | number)[], value: Json) => {
    if (!step) return;
    const id = step.stepInstanceId;
    change((before) => {
      const next = setIn(before.steps[id] ?? step, path, value) as StepInstance;
      return { ...before, steps: { ...before.steps, [id]: next } };
    });
  };
  const setPrompt = (promptId: string, edited: EditedPrompt | null) =>
    change((before) => {
      const { [promptId]: _, ...others } = before.prompts;
      return { ...before, prompts: edited ? { ...others, [promptId]: edited } : others };
    });
  return {
    ...{ id: executionId, run, definition, base, document, edits, changed, replay, rows, chosen, step },
    ...{ choose, setField, setPrompt, isTried },
    version: search.version,
    /** The steps that are changed themselves or by the text of their prompt. */
    touched: [...changed, ...promptUsers(document, edits.prompts)],
    kept,
    reset: () => change(withoutEdits),
    isEdited: changed.length > 0 || Object.keys(edits.prompts).length > 0,
    /** Whether what is shown is of the edits as they are now. */
    isCurrent: settled === document && !replay.isPlaceholderData && !replay.isFetching,
    nameOf: (stepId: string) => document?.steps[stepId]?.displayName || stepId,
  };
}

function promptUsers(document: FlowDocument | undefined, prompts: EditedPrompts): string[] {
  const steps = Object.values(document?.steps ?? {});
  const isUser = ({ promptTemplateId: id }: StepInstance) => typeof id === "string" && id in prompts;
  return steps.filter(isUser).map((step) => step.stepInstanceId);
}

/** The definition that is tried: of the run as it was started, or of a version of its flow. */
function useDefinition(executionId: string, flowId: string | undefined, version: number | undefined) {
  const own = useQuery({ ...runDefinitionQuery(executionId), enabled: version === undefined });
  const other = useQuery({
    ...versionQuery(flowId ?? "", version ?? 0),
    enabled: version !== undefined && flowId !== undefined,
    select: (found): unknown => found.definition,
  });
  return version === undefined ? own : other;
}

export type Fix = ReturnType<typeof useFix>;
