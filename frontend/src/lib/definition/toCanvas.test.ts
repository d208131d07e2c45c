import { describe, expect, it } from "vitest";
import { type CanvasView, type Drawn, type FlowEdgeData, toCanvas } from "./toCanvas";
import { stepLine } from "./toCanvasLine";
import type { FlowDocument, StepInstance } from "./types";

const VIEW: CanvasView = { typeOf: () => undefined };
const at = (x: number, y = 0) => ({ position: { x, y } });

function flow(steps: Record<string, Partial<StepInstance>>, more: Partial<FlowDocument> = {}): FlowDocument {
  const whole = Object.entries(steps).map(([id, fields]) => [
    id,
    { stepInstanceId: id, stepType: "NO_OP", ...fields },
  ]);
  return { startStepInstanceId: "a", steps: Object.fromEntries(whole), ...more } as FlowDocument;
}

const way = (condition: string, nextStepInstanceId: string) => ({
  condition,
  nextStepInstanceId,
  maxTransitions: 5,
});
const edgeData = (drawn: Drawn, id: string): FlowEdgeData | undefined => drawn.edgesById.get(id)?.data;
const stepData = (drawn: Drawn, id: string) => {
  const node = drawn.nodesById.get(id);
  return node?.type === "step" ? node.data : undefined;
};

const DOCUMENT = flow({
  a: {
    ...at(0),
    displayName: "First",
    defaultNextStepInstanceId: "b",
    onError: { fallbackStepInstanceId: "c" },
  },
  b: { ...at(400), transitions: [way("$.x > 1", "c"), way("$.y", "c"), way("$.z", "b")] },
  c: at(800),
});

describe("the picture of a flow", () => {
  it("has a node for every step, where the step is", () => {
    const drawn = toCanvas(DOCUMENT, VIEW);
    expect(drawn.nodes.map((node) => [node.id, node.type, node.position.x])).toEqual([
      ["a", "step", 0],
      ["b", "step", 400],
      ["c", "step", 800],
    ]);
    expect(stepData(drawn, "a")).toMatchObject({ label: "First", isStart: true, used: "out error" });
    expect(stepData(drawn, "c")).toMatchObject({ label: "c", isStart: false, used: "" });
  });

  it("has a wire of its kind from the handle of that kind, conditions numbered in order", () => {
    const drawn = toCanvas(DOCUMENT, VIEW);
    expect(
      drawn.edges.map(({ id, source, target, sourceHandle }) => [id, source, target, sourceHandle]),
    ).toEqual([
      ["a|default|0", "a", "b", "out"],
      ["a|error|0", "a", "c", "error"],
      ["b|condition|0", "b", "c", "out"],
      ["b|condition|1", "b", "c", "out"],
      ["b|condition|2", "b", "b", "out"],
    ]);
    expect(edgeData(drawn, "b|condition|1")).toMatchObject({ order: 2, label: "$.y", lane: 1 });
    expect(edgeData(drawn, "a|default|0")).toMatchObject({ order: 0, label: "", lane: 0 });
  });

  it("leaves out wires to steps that do not exist", () => {
    expect(toCanvas(flow({ a: { ...at(0), defaultNextStepInstanceId: "gone" } }), VIEW).edges).toEqual([]);
  });

  it("shows what a run did, and which steps and wires it never came to", () => {
    const overlay = {
      steps: { a: { status: "COMPLETED" as const, visits: 2, durationMs: 30 } },
      taken: { "a|default|0": 2 },
    };
    const drawn = toCanvas(DOCUMENT, { ...VIEW, overlay });
    expect(stepData(drawn, "a")).toMatchObject({ run: overlay.steps.a, isUntouched: false });
    expect(stepData(drawn, "b")).toMatchObject({ run: undefined, isUntouched: true });
    expect(edgeData(drawn, "a|default|0")?.taken).toBe(2);
    expect(edgeData(drawn, "a|error|0")?.taken).toBe(0);
    expect(edgeData(toCanvas(DOCUMENT, VIEW), "a|error|0")?.taken).toBeUndefined();
  });
});

describe("drawing again", () => {
  it("is the very same picture when nothing changed", () => {
    const before = toCanvas(DOCUMENT, VIEW);
    expect(toCanvas(DOCUMENT, { ...VIEW }, before)).toBe(before);
  });

  it("makes only the changed node anew", () => {
    const before = toCanvas(DOCUMENT, VIEW);
    const { b } = DOCUMENT.steps;
    const after = toCanvas(
      { ...DOCUMENT, steps: { ...DOCUMENT.steps, b: { ...b, description: "New" } as StepInstance } },
      VIEW,
      before,
    );
    expect(after.nodes[0]).toBe(before.nodes[0]);
    expect(after.nodes[1]).not.toBe(before.nodes[1]);
    expect(after.nodes[2]).toBe(before.nodes[2]);
    expect(after.edges).toBe(before.edges);
  });

  it("keeps a node whose problems were counted anew with the same result", () => {
    const problems = () => ({ b: { errors: 1, warnings: 0, first: "No URL." } });
    const before = toCanvas(DOCUMENT, { ...VIEW, problems: problems() });
    expect(toCanvas(DOCUMENT, { ...VIEW, problems: problems() }, before)).toBe(before);
    const fixed = toCanvas(DOCUMENT, VIEW, before);
    expect(fixed.nodes.map((node, index) => node === before.nodes[index])).toEqual([true, false, true]);
  });
});

describe("steps without a place", () => {
  const UNPLACED = flow({ a: { defaultNextStepInstanceId: "b" }, b: {} });

  it("are laid out for the view only", () => {
    const drawn = toCanvas(UNPLACED, VIEW);
    expect(drawn.unplaced).toEqual({ a: { x: 0, y: 0 }, b: { x: 350, y: 0 } });
    expect(UNPLACED.steps.a?.position).toBeUndefined();
  });

  it("are not laid out again while a form is typed in, but when a wire changes", () => {
    const before = toCanvas(UNPLACED, VIEW);
    const typed = flow({ a: { defaultNextStepInstanceId: "b", description: "x" }, b: {} });
    expect(toCanvas(typed, VIEW, before).unplaced).toBe(before.unplaced);
    expect(toCanvas(flow({ a: {}, b: {} }), VIEW, before).unplaced).not.toBe(before.unplaced);
  });
});

describe("frames and notes", () => {
  const group = {
    id: "g",
    label: "Inner",
    stepInstanceIds: ["b", "c", "gone"],
    color: "blue",
    collapsed: false,
  };

  it("a frame lies around its steps, behind them", () => {
    const drawn = toCanvas({ ...DOCUMENT, groups: [group] }, VIEW);
    expect(drawn.nodesById.get("group:g")).toMatchObject({
      type: "frame",
      position: { x: 372, y: -48 },
      width: 696,
      height: 160,
      data: { count: 2 },
    });
  });

  it("a collapsed frame stands for its steps; wires lead to it, inner ones go, those alike are one", () => {
    const drawn = toCanvas({ ...DOCUMENT, groups: [{ ...group, collapsed: true }] }, VIEW);
    expect(drawn.nodes.map((node) => [node.id, node.type])).toEqual([
      ["group:g", "collapsed"],
      ["a", "step"],
    ]);
    expect(drawn.edges.map(({ source, target, data }) => [source, target, data?.kind])).toEqual([
      ["a", "group:g", "default"],
      ["a", "group:g", "error"],
    ]);
  });

  it("wires of one kind out of a collapsed frame to the same step are one that stands for all", () => {
    const drawn = toCanvas(
      { ...DOCUMENT, groups: [{ ...group, stepInstanceIds: ["b"], collapsed: true }] },
      VIEW,
    );
    const bundled = drawn.edges.find((edge) => edge.source === "group:g");
    expect(bundled).toMatchObject({ target: "c", sourceHandle: "out" });
    expect(bundled?.data).toMatchObject({ edgeIds: ["b|condition|0", "b|condition|1"], order: 0, label: "" });
  });

  it("a note has its own size or the usual one", () => {
    const notes = [
      { id: "n", text: "Hi", position: { x: 5, y: 6 }, size: { width: 300, height: 90 } },
      { id: "m", text: "" },
    ];
    const drawn = toCanvas({ ...DOCUMENT, notes } as FlowDocument, VIEW);
    expect(drawn.nodesById.get("note:n")).toMatchObject({ position: { x: 5, y: 6 }, width: 300, height: 90 });
    expect(drawn.nodesById.get("note:m")).toMatchObject({
      position: { x: 0, y: 0 },
      width: 220,
      height: 120,
    });
  });
});

describe("the line of a step that matters", () => {
  it.each([
    [
      { stepType: "API_CALL", apiUrlTemplate: { template: "https://x.test/{{ id }}" } },
      "GET https://x.test/{{ id }}",
    ],
    [{ stepType: "API_CALL", apiHttpMethod: "POST", apiUrlTemplate: { template: "/a" } }, "POST /a"],
    [{ stepType: "POLL_EXTERNAL_API", apiCallDefinition: { apiUrlTemplate: { template: "/a" } } }, "GET /a"],
    [{ stepType: "LLM_INVOCATION", modelId: "large" }, "large"],
    [
      { stepType: "PARALLEL_FORK_MANAGER", itemsPath: "$.list", parallelBranches: [{}, {}] },
      "$.list → 2 branches",
    ],
    [{ stepType: "WAIT_FOR_EXTERNAL_EVENT", correlationKeyTemplate: "k" }, "k"],
    [{ stepType: "DATA_TRANSFORMATION", moduleIdentifier: "system/flatten-array" }, "system/flatten-array"],
    [{ stepType: "END_FLOW", status: "FAILED" }, "FAILED"],
    [{ stepType: "NO_OP", description: "Joins\nboth" }, "Joins"],
    [{ stepType: "NO_OP", transitions: [way("$.a", "b")] }, "1 condition"],
    [{ stepType: "API_CALL", apiUrlTemplate: 5 }, ""],
    [{ stepType: "SOMETHING_NEW" }, ""],
  ])("of %o is %o", (fields, line) => {
    expect(stepLine({ stepInstanceId: "a", ...fields } as StepInstance)).toBe(line);
  });
});
