import { describe, expect, it } from "vitest";
import { dollars, flowRows, type StepRow, sorted, stepRows } from "./rows";
import { parseStatisticsSearch } from "./statisticsSearch";

function step(fields: Partial<StepRow>): StepRow {
  return {
    flowId: "f1",
    flowName: "Orders",
    stepInstanceId: "ask",
    stepType: "LLM_INVOCATION",
    visits: 10,
    failed: 1,
    inputTokens: 100,
    outputTokens: 20,
    costUsd: 0.5,
    p50Ms: 30,
    p95Ms: 90,
    ...fields,
  };
}

const STEPS = [
  step({}),
  step({
    stepInstanceId: "call",
    visits: 30,
    failed: 9,
    p50Ms: null,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
  }),
  step({ flowId: "f2", flowName: "Bills", stepInstanceId: "sum", visits: 5, failed: 0, p50Ms: 10 }),
];

describe("lines of the statistics", () => {
  it("have the share of failed visits", () => {
    expect(stepRows(STEPS).map((row) => [row.name, row.failureRate])).toEqual([
      ["ask", 0.1],
      ["call", 0.3],
      ["sum", 0],
    ]);
  });

  it("of a flow are the sums of its steps, without percentiles", () => {
    expect(flowRows(STEPS)[0]).toEqual({
      key: "f1",
      name: "",
      stepType: "",
      flowId: "f1",
      flowName: "Orders",
      visits: 40,
      failed: 10,
      failureRate: 0.25,
      p50Ms: null,
      p95Ms: null,
      inputTokens: 100,
      outputTokens: 20,
      costUsd: 0.5,
    });
  });

  it("are sorted by a column either way, what is not known last", () => {
    const names = (dir: "asc" | "desc") => sorted(stepRows(STEPS), "p50Ms", dir).map((row) => row.name);
    expect(names("asc")).toEqual(["sum", "ask", "call"]);
    expect(names("desc")).toEqual(["ask", "sum", "call"]);
    expect(sorted(stepRows(STEPS), "flowName", "asc").map((row) => row.flowName)).toEqual([
      "Bills",
      "Orders",
      "Orders",
    ]);
  });

  it("show little money with more digits", () => {
    expect([dollars(0), dollars(0.0123), dollars(1234.5)]).toEqual(["$0.00", "$0.0123", "$1,234.50"]);
  });
});

it("the address keeps how the statistics are shown, and leaves out what makes no sense", () => {
  const search = { range: "7d", flow: "f", by: "flows", sort: "costUsd", dir: "asc" };
  expect(parseStatisticsSearch(search)).toEqual(search);
  expect(parseStatisticsSearch({ by: "people", sort: "x", dir: "up", range: 7 })).toEqual({});
});
