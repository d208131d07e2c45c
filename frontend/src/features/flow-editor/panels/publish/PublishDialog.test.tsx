import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, expect, it } from "vitest";
import { documentOf } from "@/lib/testing/documents";
import { renderUi } from "@/lib/testing/render";
import { flowOf, gives, problem, testServer, versionOf } from "@/lib/testing/server";
import "../../texts";
import { type Autosaver, createAutosaver } from "../../autosave/autosaver";
import { SessionContext, useDialog } from "../../session";
import { createEditorStore, EditorContext } from "../../store";
import { PublishDialog } from "./PublishDialog";

const server = testServer();
const FLOW = flowOf({ publishedVersion: null });
const draft = (timeoutSeconds: number) =>
  documentOf({ startStepInstanceId: "", steps: {}, notes: [], timeoutSeconds });
const WARNING = { code: "x", severity: "warning", path: "", message: "Two seconds are few.", hint: "" };
let autosaver: Autosaver | undefined;

afterEach(() => {
  autosaver?.stop();
  useDialog.getState().show("none");
});

it("does not publish unseen what somebody saved while the dialog was open", {
  timeout: 30_000,
}, async () => {
  const wanted: (string | null)[] = [];
  const impact = { version: 1, runs: [], groups: [], ranOutOfTime: false };
  server.use(
    http.post("*/api/v1/flows/validate/", async ({ request }) => {
      const { definition } = (await request.json()) as { definition: { timeoutSeconds: number } };
      return HttpResponse.json({ problems: definition.timeoutSeconds === 1 ? [] : [WARNING] });
    }),
    gives(`/flows/${FLOW.id}/callers/`, { results: [] }),
    gives(`/flows/${FLOW.id}/versions/1/impact/`, impact),
    http.post(`*/api/v1/flows/${FLOW.id}/versions/1/publish/`, ({ request }) => {
      const revision = request.headers.get("If-Match");
      wanted.push(revision);
      if (revision !== '"4"') return problem(412, { detail: "Somebody saved since." });
      return HttpResponse.json(versionOf({ status: "published", revision: 4 }));
    }),
  );
  const document = draft(1);
  const store = createEditorStore({ flowId: FLOW.id, version: 1, document });
  autosaver = createAutosaver({
    ...{ store, server: { revision: 3, document }, tab: "tab" },
    io: { save: async () => 5, read: async () => ({ revision: 4, document: draft(2), author: "Ada" }) },
    kept: { newest: async () => null, write: async () => undefined, remove: async () => undefined },
    onMerged: (merged) => store.getState().reset(merged.document, "Merged"),
  });
  useDialog.getState().show("publish");
  renderUi(
    <EditorContext.Provider value={store}>
      <SessionContext.Provider
        value={{ flow: FLOW, version: versionOf({ revision: 3 }), inexact: [], autosaver }}
      >
        <PublishDialog />
      </SessionContext.Provider>
    </EditorContext.Provider>,
  );
  const user = userEvent.setup();
  const publish = await screen.findByRole("button", { name: /^Publish/ }, { timeout: 10_000 });
  await user.type(screen.getByRole("textbox", { name: /note/i }), "Faster");
  await user.click(publish);
  expect(await screen.findByText("Somebody saved since.")).toBeInTheDocument();
  expect(screen.getByRole("textbox", { name: /note/i })).toHaveValue("Faster");
  expect(await screen.findByText(/Two seconds are few/)).toBeInTheDocument();
  await user.click(publish);
  await expect.poll(() => useDialog.getState().dialog).toBe("none");
  expect(wanted).toEqual(['"3"', '"4"']);
});
