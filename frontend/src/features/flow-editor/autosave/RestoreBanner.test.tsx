import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { documentOf } from "@/lib/testing/documents";
import { renderUi } from "@/lib/testing/render";
import { flowOf, versionOf } from "@/lib/testing/server";
import "../texts";
import { SessionContext } from "../session";
import { createEditorStore, EditorContext } from "../store";
import { createAutosaver } from "./autosaver";
import { RestoreBanner } from "./RestoreBanner";
import type { Restore } from "./restore";

const flow = (name: string) =>
  documentOf({
    startStepInstanceId: "a",
    steps: { a: { stepInstanceId: "a", stepType: "NO_OP", displayName: name } },
  });
const base = flow("Base");
function show(restore: Restore) {
  const store = createEditorStore({ flowId: "f", version: 1, document: base });
  const nowhere = () => Promise.reject(new Error("There is no server."));
  const autosaver = createAutosaver({
    ...{ store, server: { revision: 1, document: base }, tab: "tab", onMerged: () => undefined },
    io: { save: nowhere, read: nowhere },
    kept: { newest: async () => null, write: async () => undefined, remove: async () => undefined },
  });
  autosaver.stop();
  const draw = () =>
    renderUi(
      <EditorContext.Provider value={store}>
        <SessionContext.Provider value={{ flow: flowOf(), version: versionOf(), inexact: [], autosaver }}>
          <RestoreBanner restore={restore} autosaver={autosaver} />
        </SessionContext.Provider>
      </EditorContext.Provider>,
    );
  return { store, draw };
}

const kept = (): Restore => ({
  kind: "same",
  kept: { tab: "gone", baseRevision: 1, base, document: flow("Kept"), at: 1 },
});

it("discards what was restored, not what was done since", async () => {
  const { store, draw } = show(kept());
  draw();
  expect(store.getState().document).toEqual(flow("Kept"));
  act(() => void store.getState().dispatch("flow.set", { fields: { timeoutSeconds: 60 } }));
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(store.getState().document).toEqual({ ...base, timeoutSeconds: 60 });
});

it("restores once, also when it is drawn again", () => {
  const { store, draw } = show(kept());
  const { unmount } = draw();
  act(() => void store.getState().dispatch("step.set", { stepId: "a", fields: { displayName: "Later" } }));
  unmount();
  draw();
  expect(store.getState().document).toEqual(flow("Later"));
});
