import { describe, expect, it } from "vitest";
import type { FlowDocument } from "@/lib/definition/types";
import { findSteps } from "./findSteps";

const DOCUMENT = {
  startStepInstanceId: "fetch",
  steps: {
    fetch: {
      stepInstanceId: "fetch",
      stepType: "API_CALL",
      apiUrlTemplate: { template: "https://shop.test/orders" },
      position: { x: 777, y: 0 },
    },
    order_2: { stepInstanceId: "order_2", stepType: "NO_OP" },
    end: { stepInstanceId: "end", stepType: "END_FLOW", displayName: "Order done", message: 'He said "no"' },
  },
} as Partial<FlowDocument> as FlowDocument;

describe("finding a step", () => {
  it("finds by name first, then by id, then by text inside, whatever the case", () => {
    expect(findSteps(DOCUMENT, "ORDER")).toEqual(["end", "order_2", "fetch"]);
  });

  it("finds text with quotes, but not the place on the canvas", () => {
    expect(findSteps(DOCUMENT, 'said "no"')).toEqual(["end"]);
    expect(findSteps(DOCUMENT, "777")).toEqual([]);
  });

  it("finds nothing for nothing", () => {
    expect(findSteps(DOCUMENT, "  ")).toEqual([]);
  });
});
