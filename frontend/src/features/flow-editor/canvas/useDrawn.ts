import { useMemo, useRef } from "react";
import { type CanvasView, type Drawn, type ProblemCount, toCanvas } from "@/lib/definition/toCanvas";
import type { Problem } from "@/lib/definition/types";
import { useStepTypes } from "@/lib/stepTypes";
import { useProblems } from "../panels/problemsStore";
import { type Present, usePresence } from "../presence/presenceStore";
import { useRunOverlay } from "../sandbox/runOverlay";
import { useEditor } from "../store";

/** The picture of the editor's document, with problems, the run and who else is here. */
export function useDrawn(): Drawn {
  const document = useEditor((state) => state.document);
  const { byStep: typeOf } = useStepTypes();
  const problems = useProblems((state) => state.byStep);
  const presence = usePresence((state) => state.byStep);
  const runId = useRunOverlay((state) => state.executionId);
  const runSteps = useRunOverlay((state) => state.steps);
  const taken = useRunOverlay((state) => state.taken);
  const view = useMemo<CanvasView>(
    () => ({
      typeOf,
      problems: countProblems(problems),
      presence: colorsOf(presence),
      ...(runId !== null && { overlay: { steps: runSteps, taken } }),
    }),
    [typeOf, problems, presence, runId, runSteps, taken],
  );
  const previous = useRef<Drawn | undefined>(undefined);
  return useMemo(() => {
    // The last picture is only a cache of objects that look the same; the result never depends on it otherwise.
    previous.current = toCanvas(document, view, previous.current);
    return previous.current;
  }, [document, view]);
}

/** Problems of each step, counted. */
function countProblems(byStep: Readonly<Record<string, Problem[]>>): Record<string, ProblemCount> {
  return Object.fromEntries(
    Object.entries(byStep).map(([stepId, problems]) => {
      const errors = problems.filter((problem) => problem.severity === "error").length;
      const worst = problems.find((problem) => problem.severity === "error") ?? problems[0];
      return [stepId, { errors, warnings: problems.length - errors, first: worst?.message ?? "" }];
    }),
  );
}

const PRESENCE_COLORS = ["grape", "teal", "orange", "cyan", "pink", "lime"] as const;

/** The colour of a person: the same for all who see them. */
function presenceColor(person: Pick<Present, "id">): string {
  const sum = [...person.id].reduce((total, character) => total + character.charCodeAt(0), 0);
  return `var(--mantine-color-${PRESENCE_COLORS[sum % PRESENCE_COLORS.length]}-6)`;
}

function colorsOf(byStep: Readonly<Record<string, Present[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(byStep).flatMap(([stepId, [first]]) => (first ? [[stepId, presenceColor(first)]] : [])),
  );
}
