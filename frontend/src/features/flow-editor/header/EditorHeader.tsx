import { ActionIcon, Badge, Box, Button, Divider, Group, Title, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, Play, Redo2, Rocket, Search, Undo2 } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { keyNames } from "@/lib/keys";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { useCanvasApi } from "../canvas/canvasApi";
import { canRedo, canUndo } from "../history/history";
import { useDialog, useEditorSession } from "../session";
import { useEditor, useEditorStore } from "../store";
import classes from "./EditorHeader.module.css";
import { EditorMenu } from "./EditorMenu";
import { PanelButtons } from "./PanelButtons";
import { PresenceAvatars } from "./PresenceAvatars";
import { SavedState } from "./SavedState";

const printed = (keys: string): string => keyNames(keys).join(" ");

/** The bar above the canvas: what is open, whether it is saved, who is here, and what one can do with it. */
export function EditorHeader() {
  const { t } = useTranslation("flow-editor");
  const { flow, version, autosaver } = useEditorSession();
  const readOnly = useEditor((state) => state.readOnly);
  const mayRun = usePermission("run");
  const mayPublish = usePermission("publish");
  const show = useDialog((state) => state.show);
  const canvas = useCanvasApi();
  useEffect(() => {
    document.title = `${flow.name} · ${t("title", { version: version.number })} · Allma`;
  }, [flow.name, version.number, t]);
  return (
    <Box role="region" className={classes.header} aria-label={t("header")}>
      <Group gap="xs" wrap="nowrap" className={classes.names}>
        <Tooltip label={t("back")}>
          <ActionIcon
            size="lg"
            aria-label={t("back")}
            renderRoot={(props) => <Link {...props} to={paths.flow(flow.id)} />}
          >
            <ArrowLeft size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Title order={1} fz="md" tabIndex={-1} data-page-heading className={classes.title} title={flow.name}>
          {flow.name}
        </Title>
        <Badge
          variant={version.status === "draft" ? "outline" : "light"}
          size="sm"
          className={classes.version}
        >
          {t(`status.${version.status}`, { number: version.number })}
        </Badge>
        {autosaver && <SavedState autosaver={autosaver} />}
      </Group>
      <Group gap={4} wrap="nowrap" className={classes.actions}>
        <PresenceAvatars />
        {!readOnly && <UndoButtons />}
        <IconButton
          icon={Search}
          label={t("keys.find")}
          shortcut={printed("Mod+F")}
          onClick={() => canvas.find()}
          visibleFrom="sm"
        />
        <Divider orientation="vertical" className={classes.divider} />
        <PanelButtons />
        <Divider orientation="vertical" className={classes.divider} />
        {mayRun && (
          <Button
            size="xs"
            variant="default"
            leftSection={<Play size={14} aria-hidden />}
            onClick={() => show("run")}
          >
            {t("run.button")}
          </Button>
        )}
        {mayPublish && version.status === "draft" && (
          <Button size="xs" leftSection={<Rocket size={14} aria-hidden />} onClick={() => show("publish")}>
            {t("publish.button")}
          </Button>
        )}
        <EditorMenu />
      </Group>
    </Box>
  );
}

function UndoButtons() {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const undoable = useEditor((state) => canUndo(state.history));
  const redoable = useEditor((state) => canRedo(state.history));
  return (
    <>
      <IconButton
        icon={Undo2}
        label={t("keys.undo")}
        shortcut={printed("Mod+Z")}
        className={classes.quiet}
        disabled={!undoable}
        onClick={() => store.getState().undo()}
      />
      <IconButton
        icon={Redo2}
        label={t("keys.redo")}
        shortcut={printed("Mod+Shift+Z")}
        className={classes.quiet}
        disabled={!redoable}
        onClick={() => store.getState().redo()}
      />
    </>
  );
}
