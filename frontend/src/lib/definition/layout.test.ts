import { describe, expect, it } from "vitest";
import { contains, frameAround, NODE_SIZE } from "./geometry";
import { layoutSteps, placesForUnplaced } from "./layout";
import type { FlowDocument, StepInstance } from "./types";

function flow(steps: Record<string, Partial<StepInstance>>, start = "a"): FlowDocument {
  const whole = Object.entries(steps).map(([id, fields]) => [
    id,
    { stepInstanceId: id, stepType: "NO_OP", ...fields },
  ]);
  return { startStepInstanceId: start, steps: Object.fromEntries(whole) } as FlowDocument;
}

const CHAIN = flow({
  a: { defaultNextStepInstanceId: "b" },
  b: { defaultNextStepInstanceId: "c" },
  c: { defaultNextStepInstanceId: "a" },
});

describe("the layout", () => {
  it("goes from left to right along the wires, the start first, jumps back or not", () => {
    const places = layoutSteps(CHAIN);
    expect(places.a).toEqual({ x: 0, y: 0 });
    expect(places.b?.x).toBe(350);
    expect(places.c?.x).toBe(700);
  });

  it("leaves more room where conditions are written on the wires", () => {
    const places = layoutSteps(
      flow({
        a: { transitions: [{ condition: "$.x > 1", nextStepInstanceId: "b", maxTransitions: 5 }] },
        b: {},
      }),
    );
    expect(places.b).toEqual({ x: 410, y: 0 });
  });

  it("puts no step on another", () => {
    const many = Array.from({ length: 30 }, (_, index) => [
      `s${index}`,
      {
        transitions: [2, 3].map((by) => ({
          condition: "$.x",
          nextStepInstanceId: `s${(index * by) % 30}`,
          maxTransitions: 5,
        })),
      },
    ]);
    const places = Object.values(layoutSteps(flow(Object.fromEntries(many), "s0")));
    const apart = places.every((one, index) =>
      places
        .slice(index + 1)
        .every(
          (other) =>
            Math.abs(one.x - other.x) >= NODE_SIZE.width || Math.abs(one.y - other.y) >= NODE_SIZE.height,
        ),
    );
    expect(places).toHaveLength(30);
    expect(apart).toBe(true);
  });

  it("lays out only the steps that are asked for", () => {
    expect(layoutSteps(CHAIN, new Set(["b", "c"]))).toEqual({ b: { x: 0, y: 0 }, c: { x: 350, y: 0 } });
  });

  it("gives nothing for a flow whose steps all have places, and puts those without below the others", () => {
    const placed = { position: { x: 100, y: 50 } };
    expect(placesForUnplaced(flow({ a: placed }))).toEqual({});
    expect(placesForUnplaced(flow({ a: placed, b: {} }))).toEqual({ b: { x: 100, y: 236 } });
  });

  it("keeps the steps of a frame together, others out of it", () => {
    const fan = flow({
      a: { parallelBranches: ["b", "c", "d"].map((id) => ({ branchId: id, stepInstanceId: id })) },
      b: {},
      c: {},
      d: {},
    });
    const framed = {
      ...fan,
      groups: [{ id: "g", label: "", stepInstanceIds: ["b", "d"], color: null, collapsed: false }],
    };
    const { b, c, d } = layoutSteps(framed);
    const frame = frameAround([b, d].flatMap((place) => (place ? [{ ...place, ...NODE_SIZE }] : [])));
    expect(b?.x).toBe(d?.x);
    expect(frame && c && contains(frame, { x: c.x + 120, y: c.y + 38 })).toBe(false);
  });

  it("gives the same places for the same flow", () => {
    expect(layoutSteps(CHAIN)).toEqual(layoutSteps(structuredClone(CHAIN)));
  });
});
