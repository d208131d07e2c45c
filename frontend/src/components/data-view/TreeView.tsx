import { UnstyledButton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "@/lib/expressions/types";
import { copyText } from "./copyText";
import styles from "./DataView.module.css";
import type { PlaceMark, Row } from "./rows";
import type { Match } from "./search";
import { type RowActions, TreeRow } from "./TreeRow";
import { moveIn, useTree } from "./useTree";

/** A short list is drawn whole: find-in-page and readers see all of it. */
const DRAWN_WHOLE = 100;
const ROW_HEIGHT = 26;

interface TreeViewProps {
  value: Json;
  rootPath: string;
  label: string;
  draggable: boolean;
  onPick: ((path: string) => void) | undefined;
  match: Match | undefined;
  onChoose?: ((path: string) => void) | undefined;
  chosen?: string | undefined;
  marks?: ReadonlyMap<string, PlaceMark> | undefined;
}

/** The value as a tree. Only opened members are walked, and only what is to be seen is drawn. */
export function TreeView(props: TreeViewProps) {
  const { value, rootPath, label, draggable, onPick, match, onChoose, chosen, marks } = props;
  const { t } = useTranslation("dataView");
  const id = useId();
  const body = useRef<HTMLDivElement>(null);
  const tree = useTree(value, rootPath, match, chosen);
  const [activePath, setActivePath] = useState<string>(rootPath);
  const { rows } = tree;
  const virtual = rows.length > DRAWN_WHOLE;
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: virtual,
    getScrollElement: () => body.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => keyOf(rows[index]),
    overscan: 12,
  });
  const found = rows.findIndex((row) => keyOf(row) === activePath);
  const active = Math.max(found, 0);
  const target = match?.path;
  const targetIndex = target === undefined ? -1 : rows.findIndex((row) => keyOf(row) === target);
  const show = useRef<(index: number) => void>(() => undefined);
  show.current = (index) => {
    if (virtual) virtualizer.scrollToIndex(index, { align: "auto" });
    else body.current?.querySelector(`[data-row="${index}"]`)?.scrollIntoView({ block: "nearest" });
  };
  useEffect(() => {
    if (target === undefined || targetIndex < 0) return;
    setActivePath(target);
    show.current(targetIndex);
  }, [target, targetIndex]);

  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (shown.current === chosen) return;
    const index = chosen === undefined ? -1 : rows.findIndex((row) => keyOf(row) === chosen);
    if (chosen !== undefined && index < 0) return; // its parents are not open yet, or it is not there
    shown.current = chosen;
    if (chosen === undefined) return;
    setActivePath(chosen);
    show.current(index);
  }, [chosen, rows]);

  const go = (index: number) => {
    setActivePath(keyOf(rows[index]));
    show.current(index);
  };
  const actions: RowActions = {
    toggle: tree.toggle,
    pick: onPick,
    load: tree.load,
    copyPath: copyText,
    copyValue,
  };
  const act = (row: Row | undefined) => {
    if (!row) return;
    if (row.kind === "more") tree.more(row.path);
    else if (onPick) onPick(row.path);
    else if (onChoose) onChoose(row.path);
    else tree.toggle(row.path);
  };
  const copy = (row: Row | undefined, whole: boolean): boolean => {
    if (row?.kind !== "value" || window.getSelection()?.toString()) return false;
    if (whole) actions.copyValue(row.value);
    else actions.copyPath(row.path);
    return true;
  };
  const plainKey = (row: Row | undefined, key: string): boolean => {
    if (key === "Enter") act(row);
    else if (key === " " && row?.kind === "value") tree.toggle(row.path);
    else {
      const move = moveIn(rows, active, key);
      if (!move) return false;
      if ("to" in move) go(move.to);
      else tree.toggle(move.toggle);
    }
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    const modified = event.ctrlKey || event.metaKey;
    const isCopy = modified && event.key.toLowerCase() === "c";
    const taken = isCopy ? copy(row, event.shiftKey) : !modified && !event.altKey && plainKey(row, event.key);
    if (!taken) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const line = (index: number) => {
    const row = rows[index];
    if (!row) return null;
    if (row.kind === "more")
      return (
        <div
          className={styles.row}
          style={{ paddingInlineStart: 22 + row.depth * 16 }}
          data-active={index === active || undefined}
        >
          <UnstyledButton tabIndex={-1} className={styles.link} onClick={() => tree.more(row.path)}>
            {t("more", { count: row.left })}
          </UnstyledButton>
        </div>
      );
    return (
      <TreeRow
        id={`${id}-${index}`}
        row={row}
        active={index === active}
        found={row.path === target}
        whole={tree.isOpen(row.path)}
        loading={tree.loading(row.path)}
        draggable={draggable}
        actions={actions}
        mark={marks?.get(row.path)}
        chosen={row.path === chosen}
        onActivate={() => {
          setActivePath(row.path);
          onChoose?.(row.path);
        }}
      />
    );
  };

  return (
    <div
      ref={body}
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={`${id}-${active}`}
      className={styles.body}
      onKeyDown={onKeyDown}
    >
      {virtual ? (
        <div className={styles.space} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              role="presentation"
              data-index={item.index}
              data-row={item.index}
              style={{
                position: "absolute",
                top: 0,
                left: 0,
                right: 0,
                transform: `translateY(${item.start}px)`,
              }}
            >
              {line(item.index)}
            </div>
          ))}
        </div>
      ) : (
        rows.map((row, index) => (
          <div key={keyOf(row)} data-row={index} role="presentation">
            {line(index)}
          </div>
        ))
      )}
    </div>
  );
}

function copyValue(value: Json): void {
  copyText(typeof value === "string" ? value : JSON.stringify(value, null, 2));
}

function keyOf(row: Row | undefined): string {
  if (!row) return "";
  return row.kind === "more" ? `${row.path} …` : row.path;
}
