import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Session } from "@/lib/session";
import { useSessionStore } from "@/lib/session";
import { documentOf } from "@/lib/testing/documents";
import { renderUi } from "@/lib/testing/render";
import { createEditorStore, EditorContext, type EditorStore } from "../store";
import { InputPane } from "./InputPane";
import { OutputPane } from "./OutputPane";
import { RunStepButton } from "./RunStepButton";
import { setSampleChoice } from "./sampleChoice";
import { sandboxStore } from "./sandboxStore";

const flow = documentOf({
  schemaVersion: "1",
  startStepInstanceId: "first",
  flowVariables: { limit: 5 },
  steps: {
    first: {
      stepInstanceId: "first",
      stepType: "NO_OP",
      pinnedOutput: { n: 1 },
      defaultNextStepInstanceId: "call",
    },
    call: {
      stepInstanceId: "call",
      stepType: "API_CALL",
      apiHttpMethod: "POST",
      inputMappings: { n: "$.steps_output.first.n" },
    },
  },
});

const answer = {
  status: "COMPLETED",
  attempts: 1,
  input: { n: 1 },
  output: { ok: true },
  contextDiff: [{ op: "add", path: "/steps_output/call", value: { ok: true } }],
  mappingEvents: [
    { kind: "INPUT", target: "n", expression: "$.steps_output.first.n", status: "SUCCESS", preview: "1" },
  ],
  transition: null,
  logs: [],
  metadata: { request: { method: "POST", url: "https://example.org/" } },
  durationMs: 12,
  error: null,
  steps: [],
};

const asked: Record<string, unknown>[] = [];
const types = [
  {
    type: "API_CALL",
    module: null,
    label: "API call",
    category: "Calls",
    icon: "globe",
    help: "",
    schema: {},
    defaults: {},
    outputKeys: [],
    sideEffects: "idempotent",
  },
];
const server = setupServer(
  http.get("*/api/v1/executions/", () => HttpResponse.json({ results: [], next: null, previous: null })),
  http.get("*/api/v1/step-types/", () => HttpResponse.json({ results: types })),
  http.post("*/api/v1/sandbox/step/", async ({ request }) => {
    asked.push((await request.json()) as Record<string, unknown>);
    return HttpResponse.json({
      ...answer,
      ...(asked.at(-1)?.dryRun === true && { status: "DRY_RUN", output: null }),
    });
  }),
);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function open(permissions = ["read", "edit"]): { store: EditorStore; container: HTMLElement } {
  useSessionStore.setState({ session: { permissions } as Session });
  const store = createEditorStore({ flowId: "f", version: 1, document: flow });
  store.getState().openStep("call");
  const { container } = renderUi(
    <EditorContext.Provider value={store}>
      <RunStepButton />
      <InputPane />
      <OutputPane />
    </EditorContext.Provider>,
  );
  return { store, container };
}

const ready = async () =>
  waitFor(() => expect(screen.getAllByRole("button", { name: "Run step" })[0]).toBeEnabled());

describe("trying a step", () => {
  beforeEach(() => {
    asked.length = 0;
    setSampleChoice("f", "call", { choice: { kind: "auto" }, typed: "" });
    sandboxStore.setState({ tries: {}, flow: null, dry: {}, agreed: new Set() });
  });

  it("without any run the context is made of flow variables and pinned outputs", async () => {
    open();
    const tree = await screen.findByRole("tree", { name: "Context before this step" });
    expect(within(tree).getByRole("treeitem", { name: /^limit/ })).toHaveTextContent("5");
    expect(within(tree).getByRole("treeitem", { name: /^first/ })).toBeInTheDocument();
  });

  it("Ctrl-Enter runs the step as it stands, dry because it would send something", async () => {
    const user = userEvent.setup();
    const { store } = open();
    await ready();
    store.getState().dispatch("step.set", { stepId: "call", fields: { apiHttpMethod: "PUT" } });
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText(/Nothing was sent/)).toBeInTheDocument();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ stepInstanceId: "call", dryRun: true });
    expect(asked[0]?.definition).toMatchObject({ steps: { call: { apiHttpMethod: "PUT" } } });
    expect(asked[0]?.context).toMatchObject({
      flow_variables: { limit: 5 },
      steps_output: { first: { n: 1 } },
    });
  });

  it("really sending is asked about once", async () => {
    const user = userEvent.setup();
    open();
    await ready();
    await user.click(screen.getByRole("switch", { name: "Dry run" }));
    await user.click(screen.getAllByRole("button", { name: "Run step" })[0] as HTMLElement);
    expect(asked).toHaveLength(0);
    await user.click(await screen.findByRole("button", { name: "Send it" }));
    expect(await screen.findByText("Completed")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Run step" }));
    await waitFor(() => expect(asked.map((ask) => ask.dryRun)).toEqual([false, false]));
  });

  it("shows what changed, and keeps the output on the step when it is pinned", async () => {
    const user = userEvent.setup();
    const { store } = open();
    sandboxStore.setState({ dry: { "f/call": false }, agreed: new Set(["f/call"]) });
    await ready();
    await user.click(screen.getAllByRole("button", { name: "Run step" })[0] as HTMLElement);
    await user.click(await screen.findByRole("tab", { name: /Changes/ }));
    expect(screen.getByText("$.steps_output.call")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Pin output" }));
    expect(store.getState().document.steps.call?.pinnedOutput).toEqual({ ok: true });
    await user.click(screen.getByRole("button", { name: "Unpin" }));
    expect(store.getState().document.steps.call).not.toHaveProperty("pinnedOutput");
  });

  it("says in the server's words why it was refused", async () => {
    server.use(
      http.post("*/api/v1/sandbox/step/", () =>
        HttpResponse.json(
          { title: "Too many", status: 429, code: "busy", detail: "Try again in 2 s.", errors: [] },
          { status: 429 },
        ),
      ),
    );
    const user = userEvent.setup();
    open();
    await ready();
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText("Try again in 2 s.")).toBeInTheDocument();
  });

  it("a context that is typed begins with the one that was shown, and is kept on the device", async () => {
    const user = userEvent.setup();
    open();
    await ready();
    await user.click(screen.getByRole("button", { name: /^Sample data/ }));
    await user.click(await screen.findByRole("menuitem", { name: /Typed JSON/ }));
    expect(await screen.findByRole("textbox", { name: "Context as JSON" })).toHaveTextContent('"limit": 5');
    expect(JSON.parse(localStorage.getItem("allma.sample..f.call") ?? "{}").choice).toEqual({
      kind: "typed",
    });
  });

  it("who may only read sees no button to run", async () => {
    open(["read"]);
    await screen.findByRole("tree", { name: "Context before this step" });
    expect(screen.queryByRole("button", { name: "Run step" })).toBeNull();
  });

  it("has nothing that axe refuses", async () => {
    const { container } = open();
    await ready();
    const { violations } = await axe.run(container, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map((violation) => violation.id)).toEqual([]);
  });
});
