import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import type { FlowDocument } from "@/lib/definition/types";
import { testEdges } from "../testApp";
import { FixConflict, publishPrompts, saveFix } from "./applyFix";

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

it("publishes a prompt with the schemas of its variables as they were", async () => {
  const sent: unknown[] = [];
  const text = (number: number, status: string) => ({
    ...{ number, status, revision: 1, content: "Hi {{ name }} {{ age }}", outputSchema: null },
    variables: [
      { name: "name", found: true, schema: { type: "string" } },
      { name: "age", found: true, schema: null },
    ],
  });
  answer({
    "/prompts/p/versions/": { results: [{ number: 1 }], next: null, previous: null },
    "/prompts/p/versions/1/": text(1, "published"),
    "POST /prompts/p/versions/": text(2, "draft"),
    "PUT /prompts/p/versions/2/": (_, body) => {
      sent.push(body);
      return { revision: 2 };
    },
    "/prompts/p/versions/2/publish/": text(2, "published"),
  });
  const numbers = await publishPrompts(new QueryClient(), { p: { number: 1, text: "Hello {{ name }}" } }, "");
  expect(numbers).toEqual({ p: 2 });
  expect(sent).toEqual([
    { content: "Hello {{ name }}", variables: { name: { type: "string" } }, outputSchema: null },
  ]);
});
