import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import type { FlowDocument } from "@/lib/definition/types";
import { testEdges } from "../testApp";
import { FixConflict, saveFix } from "./applyFix";

const { answer } = testEdges();

const flow = (mapping: string, name = "Load"): FlowDocument => ({
  schemaVersion: "1",
  startStepInstanceId: "a",
  steps: {
    a: { stepInstanceId: "a", stepType: "NO_OP", displayName: name, inputMappings: { x: mapping } },
  },
});
const EDITED = { flowId: "f", base: flow("$.wrong"), steps: flow("$.right").steps };

/** A flow of which version 1 ran and version 3 is live; 4 becomes its draft, a copy of the live one. Gives what is sent. */
function serve(live: FlowDocument): unknown[] {
  const sent: unknown[] = [];
  const version = (number: number, status: string, definition: FlowDocument) => ({
    ...{ number, status, definition, revision: 1 },
  });
  answer({
    "/flows/f/": { id: "f", latestVersion: 3, publishedVersion: 3 },
    "/flows/f/versions/3/": version(3, "published", live),
    "POST /flows/f/versions/": (_, body) => {
      sent.push(body);
      return version(4, "draft", live);
    },
    "/flows/f/versions/4/": version(4, "draft", live),
    "PUT /flows/f/versions/4/": (_, body) => {
      sent.push(body);
      return version(4, "draft", live);
    },
  });
  return sent;
}

it("puts the edits of an older version onto the live one, whose other changes stay", async () => {
  const sent = serve(flow("$.wrong", "Load the order"));
  expect(await saveFix(new QueryClient(), EDITED)).toBe(4);
  expect(sent).toEqual([{ sourceVersion: 3 }, { definition: flow("$.right", "Load the order") }]);
});

it("saves nothing over a field that the live version has otherwise", async () => {
  const sent = serve(flow("$.third"));
  const failure = await saveFix(new QueryClient(), EDITED).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(FixConflict);
  expect(failure).toMatchObject({ conflicts: [{ stepId: "a", fields: ["inputMappings"] }] });
  expect(sent).toEqual([{ sourceVersion: 3 }]);
});
