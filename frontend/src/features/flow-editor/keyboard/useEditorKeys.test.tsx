import { fireEvent } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { type Permission, useSessionStore } from "@/lib/session";
import { documentOf } from "@/lib/testing/documents";
import { renderUi } from "@/lib/testing/render";
import { sessionOf } from "@/lib/testing/server";
import { useDialog } from "../session";
import { createEditorStore } from "../store";
import { useEditorKeys } from "./useEditorKeys";

afterEach(() => {
  useDialog.getState().show("none");
  useSessionStore.setState({ session: null });
});

function open(permissions: Permission[]) {
  useSessionStore.setState({ session: sessionOf(permissions) });
  const document = documentOf({ startStepInstanceId: "", steps: {} });
  const store = createEditorStore({ flowId: "f", version: 1, document, readOnly: true });
  renderUi(<Keys store={store} />);
}

function Keys({ store }: { store: ReturnType<typeof createEditorStore> }) {
  useEditorKeys(store, null);
  return null;
}

describe("R in an editor that is read only", () => {
  it.each<[string, Permission[], string]>([
    ["asks an operator for the input of a run", ["read", "run"], "run"],
    ["does nothing for a viewer, who may not run it", ["read"], "none"],
  ])("%s", (_, permissions, dialog) => {
    open(permissions);
    fireEvent.keyDown(document.body, { key: "r" });
    expect(useDialog.getState().dialog).toBe(dialog);
  });
});
