import type { NodeProps } from "@xyflow/react";
import { ChevronsDownUp, ChevronsUpDown } from "lucide-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { CollapsedCard, FrameBox } from "@/components/flow-canvas/FrameBox";
import { CollapsedSpot, TargetSpot } from "@/components/flow-canvas/HandleSpots";
import { IconButton } from "@/components/IconButton";
import type { CollapsedNode, FrameNode } from "@/lib/definition/toCanvas";
import type { Group } from "@/lib/definition/types";
import { useEditor, useEditorStore } from "../../store";
import { useCanvasUi } from "../canvasUi";
import classes from "./nodes.module.css";

/** A frame in the editor: double click to name it, its button collapses it. */
export const EditorFrameNode = memo(function EditorFrameNode({ id, data, selected }: NodeProps<FrameNode>) {
  return (
    <FrameBox data={data} selected={selected} label={useLabel(id, data.group)}>
      <FoldButton group={data.group} />
    </FrameBox>
  );
});

/** A collapsed frame: one node that stands for its steps. */
export const EditorCollapsedNode = memo(function EditorCollapsedNode({
  id,
  data,
  selected,
}: NodeProps<CollapsedNode>) {
  return (
    <CollapsedCard data={data} selected={selected} label={useLabel(id, data.group)}>
      <TargetSpot nodeId={id} />
      <CollapsedSpot />
      <FoldButton group={data.group} />
    </CollapsedCard>
  );
});

function useLabel(nodeId: string, group: Group) {
  const readOnly = useEditor((state) => state.readOnly);
  const isEditing = useCanvasUi((state) => state.editing === nodeId) && !readOnly;
  return isEditing ? <LabelField group={group} /> : undefined;
}

function FoldButton({ group }: { group: Group }) {
  const { t } = useTranslation("editor-canvas");
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  if (readOnly) return null;
  return (
    <IconButton
      className="nodrag nopan"
      size="sm"
      iconSize={14}
      icon={group.collapsed ? ChevronsUpDown : ChevronsDownUp}
      label={t(group.collapsed ? "frame.expand" : "frame.collapse")}
      onClick={(event) => {
        event.stopPropagation();
        store
          .getState()
          .dispatch("group.set", { groupId: group.id, fields: { collapsed: !group.collapsed } });
      }}
    />
  );
}

function LabelField({ group }: { group: Group }) {
  const { t } = useTranslation("editor-canvas");
  const store = useEditorStore();
  const [label, setLabel] = useState(group.label ?? "");
  const write = (next: string): void => {
    setLabel(next);
    const mergeKey = `group:${group.id}:label`;
    store.getState().dispatch("group.set", { groupId: group.id, fields: { label: next }, mergeKey });
  };
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it is there because the person asked to name this frame.
      autoFocus
      className={`nodrag nopan nokey ${classes.labelField}`}
      aria-label={t("frame.edit")}
      value={label}
      onChange={(event) => write(event.currentTarget.value)}
      onBlur={() => useCanvasUi.setState({ editing: null })}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
}
