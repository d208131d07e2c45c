import { describe, expect, it } from "vitest";
import { type CanvasNode, toCanvas } from "@/lib/definition/toCanvas";
import type { FlowDocument, StepInstance, StepType } from "@/lib/definition/types";
import { NOTHING } from "../../commands/types";
import { createEditorStore } from "../../store";
import { movesOf, settle, shift, withMoves, writtenPlaces } from "./moving";
import { stepBeside, stepOrder } from "./order";
import { markSelected, markSelectedEdges, selectEdges, selectNodes } from "./selecting";
import { snapMoves } from "./useCanvasNodes";
import { kindOfHandle } from "./useConnecting";
import { addPicked, resolve } from "./usePick";

function flow(steps: Record<string, Partial<StepInstance>>, more: Partial<FlowDocument> = {}): FlowDocument {
  const whole = Object.entries(steps).map(([id, fields]) => [
    id,
    { stepInstanceId: id, stepType: "NO_OP", ...fields },
  ]);
  return { startStepInstanceId: "a", steps: Object.fromEntries(whole), ...more } as FlowDocument;
}

const at = (x: number, y = 0) => ({ position: { x, y } });
const draw = (document: FlowDocument) => toCanvas(document, { typeOf: () => undefined });
const FRAMED = flow(
  { a: { ...at(0), defaultNextStepInstanceId: "b" }, b: at(400), c: at(800) },
  { groups: [{ id: "g", label: "", stepInstanceIds: ["b", "c"], color: null, collapsed: false }] },
);

describe("dragging", () => {
  it("a frame takes its steps along", () => {
    const moves = movesOf(FRAMED, draw(FRAMED), new Map([["group:g", { x: 382, y: -28 }]]));
    expect([...moves.steps]).toEqual([
      ["b", { x: 410, y: 20 }],
      ["c", { x: 810, y: 20 }],
    ]);
  });

  it("a step of a frame makes the frame grow; what stays is the same object", () => {
    const drawn = draw(FRAMED);
    const moves = movesOf(FRAMED, drawn, new Map([["c", { x: 900, y: 100 }]]));
    const nodes = withMoves(drawn.nodes, FRAMED, drawn, moves);
    const frame = nodes.find((node) => node.id === "group:g");
    expect(frame).toMatchObject({ position: { x: 372, y: -48 }, width: 796, height: 260 });
    expect(nodes.find((node) => node.id === "a")).toBe(drawn.nodesById.get("a"));
  });

  it("is level with a step in view, but not with one out of view", () => {
    const drawn = draw(FRAMED);
    const options = { view: { x: 0, y: -200, width: 700, height: 800 }, tolerance: 6 };
    const dragged = new Map([["a", { x: 398, y: 300 }]]);
    expect([...snapMoves(FRAMED, drawn, dragged, options).moves.steps]).toEqual([["a", { x: 400, y: 300 }]]);
    const elsewhere = { ...options, view: { x: 2000, y: 0, width: 700, height: 800 } };
    expect([...snapMoves(FRAMED, drawn, dragged, elsewhere).moves.steps]).toEqual([
      ["a", { x: 398, y: 300 }],
    ]);
  });

  it("writes whole pixels, and with them the places that were only for the view", () => {
    const document = flow({ a: { defaultNextStepInstanceId: "b" }, b: {} });
    const drawn = draw(document);
    const moves = shift(movesOf(document, drawn, new Map([["b", { x: 10.4, y: 7 }]])), { x: 0.3, y: 0 });
    expect(writtenPlaces(drawn, moves)).toEqual({
      places: { a: { x: 0, y: 0 }, b: { x: 11, y: 7 } },
      notes: {},
    });
  });
});

describe("selecting", () => {
  const drawn = draw(FRAMED);

  it("marks only what is selected, the same object each time", () => {
    const [first, second] = [0, 1].map(() => markSelected(drawn.nodes, { ...NOTHING, steps: ["b"] }));
    expect(first?.map((node) => node.selected ?? false)).toEqual([false, false, true, false]);
    expect(first).toEqual(second);
    expect(first?.every((node, index) => node === second?.[index])).toBe(true);
    expect(markSelected(drawn.nodes, NOTHING)).toBe(drawn.nodes);
  });

  it("takes React Flow's changes over to steps, notes and frames", () => {
    const change = (id: string, selected: boolean) => ({ type: "select" as const, id, selected });
    const selection = selectNodes({ ...NOTHING, steps: ["a"] }, [
      change("a", false),
      change("b", true),
      change("note:n", true),
      change("group:g", true),
    ]);
    expect(selection).toEqual({ steps: ["b"], notes: ["n"], groups: ["g"], edges: [] });
  });

  it("a bundle of wires is selected as all of its wires", () => {
    const collapsed = flow(
      {
        a: at(0),
        b: {
          ...at(400),
          transitions: ["$.x", "$.y"].map((condition) => ({
            condition,
            nextStepInstanceId: "a",
            maxTransitions: 5,
          })),
        },
      },
      { groups: [{ id: "g", label: "", stepInstanceIds: ["b"], color: null, collapsed: true }] },
    );
    const { edges, edgesById } = draw(collapsed);
    const selection = selectEdges(
      NOTHING,
      [{ type: "select", id: edges[0]?.id ?? "", selected: true }],
      edgesById,
    );
    expect(selection.edges).toEqual(["b|condition|0", "b|condition|1"]);
    expect(markSelectedEdges(edges, selection).map((edge) => edge.selected)).toEqual([true]);
  });
});

describe("the order of steps", () => {
  const document = flow({
    lost: at(0),
    a: {
      ...at(0),
      defaultNextStepInstanceId: "c",
      transitions: [{ condition: "$.x", nextStepInstanceId: "b", maxTransitions: 5 }],
    },
    b: { ...at(0), defaultNextStepInstanceId: "a" },
    c: at(0),
  });

  it("goes along the wires from the start; what no run reaches comes last", () => {
    expect(stepOrder(document)).toEqual(["a", "b", "c", "lost"]);
  });

  it("has a next and a previous, and ends", () => {
    expect(stepBeside(document, "b", 1)).toBe("c");
    expect(stepBeside(document, "b", -1)).toBe("a");
    expect(stepBeside(document, "lost", 1)).toBeNull();
    expect(stepBeside(document, undefined, 1)).toBe("a");
  });
});

describe("adding a step from the palette", () => {
  const TYPE = {
    type: "NO_OP",
    module: null,
    label: "No operation",
    defaults: {},
  } as Partial<StepType> as StepType;
  const open = (document: FlowDocument) => createEditorStore({ flowId: "f", version: 1, document });

  it("after a step puts it at the right of it, below what is there, and wires it", () => {
    const store = open(flow({ a: at(0), b: at(320) }));
    const { document } = store.getState();
    addPicked(store.getState(), draw(document), TYPE, { kind: "after", source: "a", edge: "next" });
    expect(store.getState().document.steps.no_op?.position).toEqual({ x: 320, y: 100 });
    expect(store.getState().document.steps.a?.defaultNextStepInstanceId).toBe("no_op");
  });

  it.each([
    ["after the chosen step", { a: { defaultNextStepInstanceId: "b" }, b: {} }, ["a"], "a"],
    ["after the only step there is", { a: {} }, [], "a"],
    ["nowhere when none of several is chosen", { a: { defaultNextStepInstanceId: "b" }, b: {} }, [], null],
    ["nowhere when the only step ends the flow", { a: { stepType: "END_FLOW" } }, [], null],
    ["nowhere when the chosen step ends the flow", { a: {}, b: { stepType: "END_FLOW" } }, ["b"], null],
    ["nowhere when several are chosen", { a: { defaultNextStepInstanceId: "b" }, b: {} }, ["a", "b"], null],
  ] as const)("picked in the palette is wired %s", (_, steps, selected, source) => {
    const state = { document: flow(steps), selection: { ...NOTHING, steps: selected } };
    expect(resolve({ kind: "beside" }, state, { x: 0, y: 0 })).toMatchObject(
      source === null ? { kind: "add" } : { kind: "after", source, edge: "next" },
    );
  });

  it("on a wire leads the wire through it", () => {
    const store = open(flow({ a: { ...at(0), defaultNextStepInstanceId: "b" }, b: at(800) }));
    const { document } = store.getState();
    addPicked(store.getState(), draw(document), TYPE, {
      kind: "insert",
      edgeId: "a|default|0",
      at: { x: 400, y: 0 },
    });
    const { steps } = store.getState().document;
    expect([steps.a?.defaultNextStepInstanceId, steps.no_op?.defaultNextStepInstanceId]).toEqual([
      "no_op",
      "b",
    ]);
  });

  it("on a short wire moves what lies at the right, in the same gesture", () => {
    const store = open(
      flow({ a: { ...at(0), defaultNextStepInstanceId: "b" }, b: at(320), c: at(700), d: at(100, 300) }),
    );
    const { document } = store.getState();
    addPicked(store.getState(), draw(document), TYPE, {
      kind: "insert",
      edgeId: "a|default|0",
      at: { x: 0, y: 0 },
    });
    const { steps } = store.getState().document;
    const places = Object.fromEntries(
      Object.values(steps).map((step) => [step.stepInstanceId, step.position?.x]),
    );
    expect(places).toEqual({ a: 0, no_op: 320, b: 640, c: 1020, d: 100 });
    expect(store.getState().history.entries).toHaveLength(2);
  });

  it("beside steps without places first writes where these are seen", () => {
    const store = open(flow({ a: { defaultNextStepInstanceId: "b" }, b: {} }));
    const drawn = draw(store.getState().document);
    settle(store.getState(), drawn);
    expect(store.getState().document.steps.b?.position).toEqual(drawn.unplaced.b);
    expect(store.getState().history.entries.map((entry) => entry.gesture)).toEqual([
      "Opened",
      "Keep the layout",
    ]);
  });
});

describe("wires", () => {
  it("become what their handle says", () => {
    expect(["out", "branch", "error", "timeout", null].map(kindOfHandle)).toEqual([
      "next",
      "branch",
      "error",
      "timeout",
      "next",
    ]);
  });
});

it("nodes are plain data: a picture can be copied", () => {
  const nodes: CanvasNode[] = draw(FRAMED).nodes;
  expect(structuredClone(nodes)).toEqual(nodes);
});
