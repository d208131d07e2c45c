import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useMemo, useState } from "react";
import type { Schemas } from "@/api/client";
import type { FlowDocument } from "@/lib/definition/types";
import { usePermission } from "@/lib/session";
import type { Restore } from "./autosave/restore";
import { useAutosaver } from "./autosave/useAutosaver";
import { EditorShell } from "./EditorShell";
import { useEditorKeys } from "./keyboard/useEditorKeys";
import { usePalette } from "./keyboard/usePalette";
import { useLiveProblems } from "./panels/problems/useLiveProblems";
import { useFlowNews } from "./presence/useFlowNews";
import { SessionContext, useDialog } from "./session";
import { createEditorStore, EditorContext } from "./store";
import { useEditorAddress } from "./useEditorAddress";

interface EditorRootProps {
  flow: Schemas["Flow"];
  version: Schemas["FlowVersionOut"];
  document: FlowDocument;
  inexact: readonly string[];
  restore: Restore;
}

/** Everything of one opened version: its store, what saves it, who else is there, and what is drawn. */
export function EditorRoot({ flow, version, document, inexact, restore }: EditorRootProps) {
  const changes = version.status === "draft" && flow.archivedAt === null && inexact.length === 0;
  const mayEdit = usePermission("edit") && changes;
  const isPhone = useMediaQuery("(max-width: 600px)", false, { getInitialValueInEffect: false });
  const [store] = useState(() =>
    createEditorStore({ flowId: flow.id, version: version.number, document, readOnly: !mayEdit || isPhone }),
  );
  const [server] = useState({ revision: version.revision, document });
  const autosaver = useAutosaver(store, server, mayEdit);
  const session = useMemo(() => ({ flow, version, inexact, autosaver }), [flow, version, inexact, autosaver]);
  useEffect(() => store.setState({ readOnly: !mayEdit || isPhone }), [store, mayEdit, isPhone]);
  useEffect(() => useDialog.getState().show("none"), []);
  usePalette(store);
  useEditorAddress(store);
  useEditorKeys(store, autosaver);
  useLiveProblems(store);
  useFlowNews(store, autosaver);
  return (
    <EditorContext value={store}>
      <SessionContext value={session}>
        <EditorShell restore={restore} mayEdit={mayEdit} />
      </SessionContext>
    </EditorContext>
  );
}
