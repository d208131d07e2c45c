import { Box } from "@mantine/core";
import { LeaveGuard } from "./autosave/LeaveGuard";
import { RestoreBanner } from "./autosave/RestoreBanner";
import type { Restore } from "./autosave/restore";
import { EditorCanvas } from "./canvas/EditorCanvas";
import classes from "./EditorShell.module.css";
import { EditorHeader } from "./header/EditorHeader";
import { ImportDialog } from "./header/ImportDialog";
import { ReadOnlyBanner } from "./header/ReadOnlyBanner";
import { RefusedBanner } from "./header/RefusedBanner";
import { MergeDialog } from "./panels/merge/MergeDialog";
import { PublishDialog } from "./panels/publish/PublishDialog";
import { SideArea } from "./panels/SideArea";
import { StepPanel } from "./panels/step/StepPanel";
import { RunBar } from "./run/RunBar";
import { RunDialog } from "./run/RunDialog";
import { useEditorSession } from "./session";
import { useEditor } from "./store";

/** What one sees of an editor: header, notices, canvas, side panel, step panel, dialogs. */
export function EditorShell({ restore, mayEdit }: { restore: Restore; mayEdit: boolean }) {
  const { autosaver } = useEditorSession();
  const readOnly = useEditor((state) => state.readOnly);
  return (
    <Box className={classes.editor} data-editor data-read-only={readOnly || undefined}>
      <EditorHeader />
      {!mayEdit && <ReadOnlyBanner />}
      {autosaver && (
        <>
          <RestoreBanner restore={restore} autosaver={autosaver} />
          <RefusedBanner autosaver={autosaver} />
          <MergeDialog autosaver={autosaver} />
          <LeaveGuard autosaver={autosaver} />
        </>
      )}
      <RunBar />
      <div className={classes.body}>
        <div className={classes.canvas}>
          <EditorCanvas />
        </div>
        <SideArea />
        <StepPanel />
      </div>
      <PublishDialog />
      <RunDialog />
      <ImportDialog />
    </Box>
  );
}
