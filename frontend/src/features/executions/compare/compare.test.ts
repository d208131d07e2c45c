import { expect, it } from "vitest";
import type { ComparedVisit } from "@/api/executions/compareRuns";
import type { FlowDocument } from "@/lib/definition/types";
import { parseCompareSearch, rowKey } from "./compareSearch";
import { bothDocuments, bothOverlays, runMarks } from "./marks";

function row(stepInstanceId: string, verdict: ComparedVisit["verdict"]): ComparedVisit {
  const side = { leftSeq: 1, rightSeq: 1, leftExecutionId: "l", rightExecutionId: "r" };
  const state = { leftStatus: null, rightStatus: null, leftInherited: false, rightInherited: false };
  return { path: stepInstanceId, stepInstanceId, occurrence: 1, verdict, differences: [], ...side, ...state };
}

it("marks a step by all its visits, and none that went the same", () => {
  const rows = [
    row("a", "same"),
    row("b", "onlyRight"),
    row("c", "same"),
    row("c", "onlyLeft"),
    row("d", "differs"),
  ];
  expect(runMarks(rows)).toEqual({ b: "onlyRight", c: "differs", d: "differs" });
});

it("draws the steps of both definitions", () => {
  const flow = (...ids: string[]): FlowDocument => ({
    schemaVersion: "1",
    startStepInstanceId: "a",
    steps: Object.fromEntries(ids.map((id) => [id, { stepInstanceId: id, stepType: "NO_OP" }])),
  });
  expect(Object.keys(bothDocuments(flow("a", "b"), flow("a", "c")).steps)).toEqual(["a", "b", "c"]);
});

it("counts an edge that either run took, and shows the right run's steps where it has some", () => {
  const run = (status: "COMPLETED" | "FAILED") => ({ status, visits: 1, durationMs: 1 });
  expect(
    bothOverlays(
      { steps: { a: run("COMPLETED"), b: run("FAILED") }, taken: { ab: 1, aa: 2 } },
      { steps: { b: run("COMPLETED") }, taken: { ab: 3 } },
    ),
  ).toEqual({ steps: { a: run("COMPLETED"), b: run("COMPLETED") }, taken: { ab: 3, aa: 2 } });
});

it("keeps in the address what makes sense", () => {
  const key = rowKey({ path: "fork[0].a", occurrence: 2 });
  expect(parseCompareSearch({ row: key, part: "output", shown: "left", different: "true" })).toEqual({
    row: "fork[0].a#2",
    part: "output",
    shown: "left",
    different: true,
  });
  expect(parseCompareSearch({ row: "a", part: "x", shown: "both", different: false })).toEqual({});
});
