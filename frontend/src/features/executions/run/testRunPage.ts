import type { ExecutionDetail, VisitRow } from "@/api/executions/types";
import { visitRow } from "@/lib/runs/testVisits";
import { type Answers, page, problem } from "../testApp";
import { execution } from "../testRuns";

/** The run of the tests. */
export const ID = execution().id;

export const DEFINITION = {
  schemaVersion: "1",
  startStepInstanceId: "a",
  steps: {
    a: { stepInstanceId: "a", stepType: "NO_OP", displayName: "Load order" },
    b: { stepInstanceId: "b", stepType: "NO_OP", displayName: "Check credit" },
  },
};

/** A visit in full. */
export function whole(row: VisitRow, fields: object = {}) {
  return {
    ...row,
    input: { given: `to ${row.seq}` },
    output: { gave: `from ${row.seq}` },
    contextDiff: [],
    mappingEvents: [],
    metadata: {},
    attemptLog: [],
    logs: [],
    config: null,
    ...fields,
  };
}

/** What the server knows. It can be changed while a test goes on. */
export interface World {
  run?: Partial<ExecutionDetail>;
  visits?: VisitRow[];
  details?: Record<number, object>;
  answers?: Answers;
}

/** A server with one run. The world can be changed while a test goes on. */
export function serveRun(answer: (answers: Answers) => void, world: World) {
  const visits = () => world.visits ?? [visitRow(1, "a"), visitRow(2, "b")];
  const detail = Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8].map((seq) => [
      `/executions/${ID}/steps/${seq}/`,
      () => {
        const row = visits().find((one) => one.seq === seq);
        return row ? whole(row, world.details?.[seq]) : problem(404, "Not found", "no");
      },
    ]),
  );
  answer({
    "/flows/": page([{ id: execution().flowId, name: "Orders" }]),
    "/step-types/": { results: [] },
    [`/executions/${ID}/`]: () => execution(world.run),
    [`/executions/${ID}/steps/`]: () => page(visits()),
    [`/executions/${ID}/definition/`]: { flowId: "f", flowVersion: 2, definition: DEFINITION },
    ...detail,
    ...world.answers,
  });
}

/** A run that is over. */
export const OVER = { status: "COMPLETED", endedAt: "2026-03-01T10:00:02Z", durationMs: 2000 } as const;
