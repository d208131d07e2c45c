// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { visitRow } from "@/lib/runs/testVisits";
import { page, testEdges } from "../testApp";
import { execution } from "../testRuns";
import { downloadRun, stateOf } from "./downloadRun";

const { answer } = testEdges();
const ID = execution().id;

it("saves the run with its definition, context, events and every visit in whole", async () => {
  const rows = [1, 2, 3].map((seq) => visitRow(seq, `s${seq}`));
  const next = `http://localhost:3000/api/v1/executions/${ID}/steps/?cursor=2`;
  answer({
    [`/executions/${ID}/`]: execution(),
    [`/executions/${ID}/definition/`]: { flowId: "f", flowVersion: 2, definition: { steps: {} } },
    [`/executions/${ID}/context/`]: { seq: 3, side: "after", context: { n: 1 } },
    [`/executions/${ID}/steps/`]: (query) =>
      query.get("cursor") ? page(rows.slice(2)) : page(rows.slice(0, 2), next),
    [`/executions/${ID}/events/`]: page([{ seq: 1, type: "execution.queued", at: "2026-03-01T10:00:00Z" }]),
    ...Object.fromEntries(
      rows.map((row) => [`/executions/${ID}/steps/${row.seq}/`, { ...row, input: { of: row.seq } }]),
    ),
  });
  const saved: Blob[] = [];
  const names: string[] = [];
  vi.stubGlobal(
    "URL",
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
      revokeObjectURL: () => undefined,
    }),
  );
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function click(this: HTMLAnchorElement) {
    names.push(this.download);
  });
  await downloadRun(new QueryClient(), ID);
  expect(names).toEqual(["run-0000e001.json"]);
  const file = JSON.parse((await saved[0]?.text()) ?? "");
  expect(Object.keys(file)).toEqual([
    "execution",
    "definition",
    "context",
    "visitsAreWhole",
    "visits",
    "events",
  ]);
  expect(file.visits.map((visit: { input: unknown }) => visit.input)).toEqual([
    { of: 1 },
    { of: 2 },
    { of: 3 },
  ]);
  expect(file.visitsAreWhole).toBe(true);
});

it("sees a visit change by its status, attempts or end", () => {
  const states = [
    visitRow(1, "a", { status: "RUNNING", endedAt: null }),
    visitRow(1, "a", { status: "RETRYING", endedAt: null }),
    visitRow(1, "a", { status: "RETRYING", endedAt: null, attempts: 2 }),
    visitRow(1, "a"),
  ].map(stateOf);
  expect(new Set(states).size).toBe(4);
});
