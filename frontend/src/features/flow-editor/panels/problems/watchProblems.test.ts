// @vitest-environment jsdom
import { delay, HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { FlowDocument } from "@/lib/definition/types";
import { documentOf } from "@/lib/testing/documents";
import { createEditorStore, type EditorStore } from "../../store";
import { arrange, fieldOf, problemsStore, stepOf } from "../problemsStore";
import { watchProblems } from "./useLiveProblems";

const asked: string[] = [];
const nameIn = (body: unknown): string =>
  (body as { definition: FlowDocument }).definition.steps.a?.displayName ?? "";
const server = setupServer(
  http.post("*/api/v1/flows/validate/", async ({ request }) => {
    const name = nameIn(await request.json());
    asked.push(name);
    if (name === "slow") await delay(50_000);
    const problem = { code: "x", severity: "error", path: "/steps/a/displayName", message: name, hint: "" };
    return HttpResponse.json({ problems: [problem] });
  }),
);

let store: EditorStore;
let stop: () => void;
const shown = (): string[] => problemsStore.getState().all.map(({ message }) => message);
const rename = (displayName: string) =>
  store.getState().dispatch("step.set", { stepId: "a", fields: { displayName } });

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  asked.length = 0;
  const document = documentOf({
    startStepInstanceId: "a",
    steps: { a: { stepInstanceId: "a", stepType: "NO_OP", displayName: "first" } },
  });
  store = createEditorStore({ flowId: "f", version: 1, document });
  stop = watchProblems(store);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  server.resetHandlers();
});

describe("the live list of problems", () => {
  it("asks at once, then 400 ms after the last change, with the document as it stands unsaved", async () => {
    await vi.waitFor(() => expect(shown()).toEqual(["first"]));
    rename("second");
    vi.advanceTimersByTime(399);
    rename("third");
    vi.advanceTimersByTime(399);
    expect(asked).toEqual(["first"]);
    expect(problemsStore.getState().state).toBe("checking");
    vi.advanceTimersByTime(1);
    await vi.waitFor(() => expect(shown()).toEqual(["third"]));
    expect(asked).toEqual(["first", "third"]);
  });

  it("drops an answer that was overtaken", async () => {
    await vi.waitFor(() => expect(shown()).toEqual(["first"]));
    rename("slow");
    vi.advanceTimersByTime(400);
    await vi.waitFor(() => expect(asked).toEqual(["first", "slow"]));
    rename("last");
    vi.advanceTimersByTime(400);
    await vi.waitFor(() => expect(shown()).toEqual(["last"]));
    expect(problemsStore.getState().counts).toEqual({ errors: 1, warnings: 0 });
  });

  it("says that it is old while the server is away, and asks again", async () => {
    await vi.waitFor(() => expect(shown()).toEqual(["first"]));
    server.use(http.post("*/api/v1/flows/validate/", () => HttpResponse.error(), { once: true }));
    rename("second");
    vi.advanceTimersByTime(400);
    await vi.waitFor(() => expect(problemsStore.getState().state).toBe("stale"));
    expect(shown()).toEqual(["first"]);
    vi.advanceTimersByTime(5000);
    await vi.waitFor(() => expect(shown()).toEqual(["second"]));
  });
});

describe("problems by step", () => {
  const problem = { code: "x", severity: "error" as const, message: "m", hint: "", stepInstanceId: null };

  it("belong to the step that their path or the server names", () => {
    const state = arrange([
      { ...problem, path: "/steps/a~1b/x" },
      { ...problem, path: "/flowVariables", severity: "warning" },
      { ...problem, path: "/startStepInstanceId", stepInstanceId: "c" },
    ]);
    expect(Object.keys(state.byStep)).toEqual(["a/b", "c"]);
    expect(state.counts).toEqual({ errors: 2, warnings: 1 });
  });

  it("keep the same list for a step where nothing changed", () => {
    const before = arrange([{ ...problem, path: "/steps/a/x" }]);
    const after = arrange(
      [
        { ...problem, path: "/steps/a/x" },
        { ...problem, path: "/steps/b/x" },
      ],
      before,
    );
    expect(after.byStep.a).toBe(before.byStep.a);
  });

  it("name the field of the panel", () => {
    expect(stepOf("/steps/a/transitions/0/condition")).toBe("a");
    expect(fieldOf("/steps/a/transitions/0/condition")).toBe("transitions.0.condition");
    expect([stepOf("/timeoutSeconds"), fieldOf("/steps/a")]).toEqual([null, undefined]);
  });
});
