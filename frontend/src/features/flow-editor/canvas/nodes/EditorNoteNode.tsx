import { type NodeProps, NodeResizeControl, type OnResizeEnd, ResizeControlVariant } from "@xyflow/react";
import { Scaling } from "lucide-react";
import { memo, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { NoteCard } from "@/components/flow-canvas/NoteCard";
import type { NoteNode } from "@/lib/definition/toCanvas";
import type { Note } from "@/lib/definition/types";
import { useEditor, useEditorStore } from "../../store";
import { useCanvasUi } from "../canvasUi";
import classes from "./nodes.module.css";

const SMALLEST = { minWidth: 120, minHeight: 64 } as const;

/** A sticky note: double click to write in it, drag its corner to resize. */
export const EditorNoteNode = memo(function EditorNoteNode({ id, data, selected }: NodeProps<NoteNode>) {
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const isEditing = useCanvasUi((state) => state.editing === id) && !readOnly;
  const { note } = data;
  const resized = useCallback<OnResizeEnd>(
    (_, { width, height }) => {
      const size = { width: Math.round(width), height: Math.round(height) };
      store.getState().dispatch("note.set", { noteId: note.id, fields: { size } });
    },
    [store, note.id],
  );
  return (
    <>
      <NoteCard note={note} selected={selected}>
        {isEditing ? <NoteField note={note} /> : null}
      </NoteCard>
      {selected && !readOnly && (
        <NodeResizeControl
          variant={ResizeControlVariant.Handle}
          position="bottom-right"
          className={classes.resize}
          {...SMALLEST}
          onResizeEnd={resized}
        >
          <Scaling size={12} aria-hidden />
        </NodeResizeControl>
      )}
    </>
  );
});

function NoteField({ note }: { note: Note }) {
  const { t } = useTranslation("editor-canvas");
  const store = useEditorStore();
  const [text, setText] = useState(note.text ?? "");
  const write = (next: string): void => {
    setText(next);
    const mergeKey = `note:${note.id}:text`;
    store.getState().dispatch("note.set", { noteId: note.id, fields: { text: next }, mergeKey });
  };
  return (
    <textarea
      // biome-ignore lint/a11y/noAutofocus: it is there because the person asked to write in this note.
      autoFocus
      className={`nodrag nowheel nopan nokey ${classes.noteField}`}
      aria-label={t("note.edit")}
      placeholder={t("note.placeholder")}
      value={text}
      onChange={(event) => write(event.currentTarget.value)}
      onBlur={() => useCanvasUi.setState({ editing: null })}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
