import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStepTypes } from "@/lib/stepTypes";
import { useCanvasApi } from "../../canvas/canvasApi";
import { NOTHING } from "../../commands/types";
import { useEditor, useEditorStore } from "../../store";
import type { Where } from "./AddStepDialog";
import { OutlineItem } from "./OutlineItem";
import classes from "./outline.module.css";
import { childOf, type OutlineRow, parentOf } from "./rows";

interface OutlineTreeProps {
  rows: readonly OutlineRow[];
  onAdd: (where: Where) => void;
  onRename: () => void;
}

type KeyActs = readonly (readonly [string, (row: OutlineRow) => void])[];

/** The tree itself: one stop for Tab; arrows move, Enter opens, letters act on the step. */
export function OutlineTree({ rows, onAdd, onRename }: OutlineTreeProps) {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const canvas = useCanvasApi();
  const types = useStepTypes();
  const readOnly = useEditor((state) => state.readOnly);
  const selected = useEditor((state) => state.selection.steps[0]);
  const [focused, setFocused] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const at = Math.max(
    0,
    rows.findIndex((row) => row.key === (focused ?? selected)),
  );
  const current = rows[at];

  const choose = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    setFocused(row.key);
    wantsFocus.current = index !== at;
    if (store.getState().document.steps[row.stepId]) {
      store.getState().select({ steps: [row.stepId] });
      canvas.centerOn(row.stepId);
    }
  };
  useEffect(() => {
    if (selected !== undefined) setFocused((key) => (key?.startsWith("link:") ? key : selected));
  }, [selected]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again when the current row or the rows change
  useEffect(() => {
    const item = tree.current?.querySelector<HTMLElement>('[tabindex="0"]');
    item?.scrollIntoView({ block: "nearest" });
    if (wantsFocus.current) item?.focus();
    wantsFocus.current = false;
  }, [at, rows]);

  const moving: KeyActs = [
    ["ArrowDown", () => choose(at + 1)],
    ["ArrowUp", () => choose(at - 1)],
    ["ArrowLeft", () => choose(parentOf(rows, at))],
    ["ArrowRight", () => choose(childOf(rows, at))],
    ["Home", () => choose(0)],
    ["End", () => choose(rows.length - 1)],
    ["Enter", (row) => enter(row)],
  ];
  const editing: KeyActs = [
    ["a", (row) => onAdd({ at: "after", stepId: row.stepId })],
    ["b", (row) => onAdd({ at: "before", stepId: row.stepId })],
    ["F2", () => onRename()],
    ["Delete", (row) => remove(row)],
    ["Backspace", (row) => remove(row)],
    ["d", (row) => turn(row)],
  ];
  const enter = (row: OutlineRow): void => {
    if (row.kind === "link") choose(rows.findIndex((one) => one.key === row.stepId));
    else store.getState().openStep(row.stepId);
  };
  const remove = (row: OutlineRow): void => {
    const next = rows[at + 1] ?? rows[at - 1];
    if (row.kind === "link") {
      if (row.via) store.getState().dispatch("edge.remove", { edgeIds: [row.via.id] });
    } else store.getState().dispatch("selection.remove", { ...NOTHING, steps: [row.stepId] });
    setFocused(next?.key ?? null);
    wantsFocus.current = true;
  };
  const turn = ({ stepId }: OutlineRow): void => {
    const disabled = !store.getState().document.steps[stepId]?.disabled;
    store.getState().dispatch("step.toggleDisabled", { stepIds: [stepId], disabled });
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !current) return;
    const found = [...moving, ...(readOnly ? [] : editing)].find(([key]) => key === event.key);
    if (!found) return;
    event.preventDefault();
    event.stopPropagation();
    found[1](current);
  };
  const rowAt = (target: EventTarget): number => {
    const key =
      target instanceof Element ? target.closest<HTMLElement>("[data-key]")?.dataset.key : undefined;
    return rows.findIndex((row) => row.key === key);
  };
  return (
    <div
      ref={tree}
      role="tree"
      aria-label={t("panels.outline")}
      className={classes.tree}
      onKeyDown={press}
      onClick={(event) => choose(rowAt(event.target))}
      onDoubleClick={(event) => {
        const row = rows[rowAt(event.target)];
        if (row) enter(row);
      }}
    >
      {rows.map((row, index) => (
        <OutlineItem
          key={row.key}
          row={row}
          types={types}
          isCurrent={index === at}
          isSelected={row.kind === "step" && row.stepId === selected}
          isFirstLoose={row.isLoose && !rows[index - 1]?.isLoose}
        />
      ))}
    </div>
  );
}
