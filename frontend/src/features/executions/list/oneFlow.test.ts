import { expect, it } from "vitest";
import { execution } from "../testRuns";
import { oneFlowOf } from "./oneFlow";

const RUNS = [
  execution({ id: "a", flowId: "f1" }),
  execution({ id: "b", flowId: "f1" }),
  execution({ id: "c", flowId: "f2" }),
];
const named = (...ids: string[]) => ({ all: false, named: new Set(ids) });
const all = { all: true, named: new Set(["c"]) };

it("chosen runs are of one flow when each of them is known to be", () => {
  expect(oneFlowOf(named("a", "b"), {}, RUNS)).toBe("f1");
  expect(oneFlowOf(named("a", "c"), {}, RUNS)).toBeUndefined();
  expect(oneFlowOf(named("a", "gone"), {}, RUNS)).toBeUndefined();
});

it("all that match are of one flow when the filters say so", () => {
  expect(oneFlowOf(all, {}, RUNS)).toBeUndefined();
  expect(oneFlowOf(all, { flow: "f2" }, RUNS)).toBe("f2");
  expect(oneFlowOf(named("gone"), { flow: "f2" }, RUNS)).toBe("f2");
});
