import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundsOf, contains, frameAround, freePlace, nextInDirection, type Rect } from "./geometry";
import { type EdgeEnds, edgeShape } from "./geometryEdge";
import { snapTo } from "./geometrySnap";

const rect = (x: number, y: number, width = 240, height = 76): Rect => ({ x, y, width, height });

describe("rectangles", () => {
  it("bounds lie around all, and there are none around nothing", () => {
    expect(boundsOf([rect(0, 10), rect(300, -20, 10, 10)])).toEqual(rect(0, -20, 310, 106));
    expect(boundsOf([])).toBeNull();
  });

  it("a frame leaves room for its label above its steps", () => {
    expect(frameAround([rect(0, 0)])).toEqual(rect(-28, -48, 296, 160));
    expect(frameAround([])).toBeNull();
  });

  it("says whether a point lies inside, the border included", () => {
    expect(contains(rect(0, 0), { x: 240, y: 76 })).toBe(true);
    expect(contains(rect(0, 0), { x: 241, y: 76 })).toBe(false);
  });

  it("a free place is the wanted one, else the next below what is there", () => {
    expect(freePlace(rect(500, 0), [rect(0, 0)])).toEqual({ x: 500, y: 0 });
    expect(freePlace(rect(10, 10), [rect(0, 0), rect(0, 100)])).toEqual({ x: 10, y: 200 });
  });

  it("a free place never lies on another rectangle", () => {
    const place = fc.record({
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -500, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), place, (others, wanted) => {
        const taken = others.map(({ x, y }) => rect(x, y));
        const free = freePlace(rect(wanted.x, wanted.y), taken);
        return taken.every((other) => Math.abs(other.x - free.x) >= 240 || Math.abs(other.y - free.y) >= 76);
      }),
    );
  });

  it("goes to the nearest in a direction, rather along the way than beside it", () => {
    const ahead = { id: "ahead", ...rect(600, 0) };
    const beside = { id: "beside", ...rect(300, 400) };
    expect(nextInDirection(rect(0, 0), [beside, ahead], "right")?.id).toBe("ahead");
    expect(nextInDirection(rect(0, 0), [beside, ahead], "down")?.id).toBe("beside");
    expect(nextInDirection(rect(0, 0), [beside, ahead], "left")).toBeNull();
  });
});

describe("snapping", () => {
  it("levels with the nearest side and says from where to where", () => {
    const snap = snapTo(rect(304, 203), [rect(0, 200), rect(300, 0)], 6);
    expect(snap.by).toEqual({ x: -4, y: -3 });
    expect(snap.guides).toEqual([
      { axis: "x", at: 300, from: 0, to: 276 },
      { axis: "y", at: 200, from: 0, to: 540 },
    ]);
  });

  it("leaves alone what is level with nothing near", () => {
    expect(snapTo(rect(307, 207), [rect(0, 200)], 6)).toEqual({ by: { x: 0, y: 0 }, guides: [] });
  });

  it("levels the middles of different sizes", () => {
    expect(snapTo(rect(0, 0, 100, 60), [rect(300, -12, 100, 80)], 6).by).toEqual({ x: 0, y: -2 });
  });
});

describe("the way of an edge", () => {
  const ends = (target: { x: number; y: number }, more: Partial<EdgeEnds> = {}): EdgeEnds => ({
    source: { x: 240, y: 38 },
    target,
    fromSide: "right",
    lane: 0,
    isLoop: false,
    ...more,
  });

  it("to the right is one curve whose text stands in the middle, with the room between the steps", () => {
    const shape = edgeShape(ends({ x: 440, y: 138 }));
    expect(shape.path).toBe("M240,38 C340,38 340,138 440,138");
    expect(shape.label).toEqual({ x: 340, y: 88 });
    expect(shape.room).toBe(164);
  });

  it("back leads around below both steps", () => {
    const shape = edgeShape(ends({ x: -360, y: 38 }));
    expect(shape.path).toMatch(/^M240,38 L254,38 Q266,38 266,50 .* L-360,38$/);
    expect(shape.label).toEqual({ x: -60, y: 102 });
  });

  it("back to a step far below goes between the two", () => {
    expect(edgeShape(ends({ x: 0, y: 438 })).label.y).toBe(238);
  });

  it("to the step itself goes over it", () => {
    expect(edgeShape(ends({ x: 0, y: 38 }, { isLoop: true })).label).toEqual({ x: 120, y: -26 });
  });

  it("from the bottom to a step further right and below is a curve down", () => {
    const shape = edgeShape(ends({ x: 600, y: 276 }, { source: { x: 86, y: 76 }, fromSide: "bottom" }));
    expect(shape.path).toMatch(/^M86,76 C86,216 343,276 600,276$/);
    expect(shape.label).toEqual({ x: 86, y: 100 });
  });

  it("edges between the same two steps are drawn apart", () => {
    const target = { x: 440, y: 38 };
    const [first, second] = [0, 1].map((lane) => edgeShape(ends(target, { lane })));
    expect(second?.label.y).toBeGreaterThan((first?.label.y ?? 0) + 20);
    expect(second?.path).not.toBe(first?.path);
  });
});
