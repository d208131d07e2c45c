import { Box, Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { ListPlus } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { useEditor, useEditorStore } from "../../store";
import { AddStepDialog, type Where } from "./AddStepDialog";
import { OutlineTree } from "./OutlineTree";
import classes from "./outline.module.css";
import { outlineRows } from "./rows";
import { StepCard } from "./StepCard";

/** The flow as a tree that is read and changed by keyboard alone: the twin of the canvas. */
export function OutlinePanel() {
  const { t } = useTranslation("flow-editor");
  const document = useEditor((state) => state.document);
  const readOnly = useEditor((state) => state.readOnly);
  const rows = useMemo(() => outlineRows(document), [document]);
  const [adding, setAdding] = useState<Where | null>(null);
  const selected = useEditor((state) =>
    state.selection.steps.length === 1 ? state.selection.steps[0] : undefined,
  );
  const name = useRef<HTMLInputElement>(null);
  return (
    <>
      <Announcer />
      {rows.length === 0 ? (
        <EmptyState
          icon={ListPlus}
          title={t("outline.empty")}
          description={t("outline.emptyText")}
          action={
            !readOnly && <Button onClick={() => setAdding({ at: "end" })}>{t("outline.addFirst")}</Button>
          }
        />
      ) : (
        <Box className={classes.scroll}>
          <OutlineTree rows={rows} onAdd={setAdding} onRename={() => name.current?.focus()} />
        </Box>
      )}
      {rows.length > 0 && !readOnly && !selected && (
        <Group px="sm" py="xs" className={classes.foot}>
          <Text fz="xs" c="dimmed">
            {t("outline.hint")}
          </Text>
        </Group>
      )}
      {selected && document.steps[selected] && (
        <StepCard key={selected} stepId={selected} nameRef={name} onAdd={setAdding} />
      )}
      {adding && <AddStepDialog where={adding} onClose={() => setAdding(null)} />}
    </>
  );
}

/** Tells a screen reader what the last gesture did. */
function Announcer() {
  const store = useEditorStore();
  const [text, setText] = useState("");
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (state.history !== before.history)
          setText(state.history.entries[state.history.index]?.gesture ?? "");
      }),
    [store],
  );
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  );
}
