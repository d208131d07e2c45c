import { UnstyledButton } from "@mantine/core";
import { Braces, ChevronRight, Copy, type LucideIcon } from "lucide-react";
import { type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { preview } from "@/lib/expressions/preview";
import { typeWord } from "@/lib/expressions/shape";
import type { Json } from "@/lib/expressions/types";
import styles from "./DataView.module.css";
import { startPathDrag } from "./pathDrag";
import { isLarge, type LargeValue, type PlaceMark, type Row } from "./rows";

const CUT = 160;
const INDENT = 16;

export interface RowActions {
  toggle: (path: string) => void;
  pick: ((path: string) => void) | undefined;
  load: (path: string, large: LargeValue) => void;
  copyPath: (path: string) => void;
  copyValue: (value: Json) => void;
}

interface TreeRowProps {
  id: string;
  row: Extract<Row, { kind: "value" }>;
  active: boolean;
  found: boolean;
  /** A long text that is shown whole. */
  whole: boolean;
  /** What loading the large value came to. */
  loading: string | null;
  draggable: boolean;
  mark: PlaceMark | undefined;
  chosen: boolean;
  actions: RowActions;
  onActivate: () => void;
}

/** One line of the tree: a name and its value, or how many members it has. */
export function TreeRow(props: TreeRowProps) {
  const { id, row, active, found, draggable, actions, onActivate } = props;
  const { path, name, value, depth, count, open, place, siblings } = row;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the tree points at it with aria-activedescendant
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-setsize={siblings}
      aria-posinset={place}
      aria-expanded={count ? open : undefined}
      aria-selected={active}
      className={styles.row}
      data-active={active || undefined}
      data-found={found || undefined}
      data-mark={props.mark}
      data-chosen={props.chosen || undefined}
      style={{ paddingInlineStart: 4 + depth * INDENT }}
      draggable={draggable}
      onDragStart={(event) => startPathDrag(event, path)}
      onClick={onActivate}
      onDoubleClick={() => actions.pick?.(path)}
    >
      <span
        className={styles.twist}
        data-open={open || undefined}
        aria-hidden
        onClick={count ? stopping(() => actions.toggle(path)) : undefined}
      >
        {count ? <ChevronRight size={14} /> : null}
      </span>
      <span className={typeof name === "number" ? `${styles.name} ${styles.index}` : styles.name}>
        {name ?? "$"}
      </span>
      <RowMark mark={props.mark} />
      <RowValue {...props} />
      <CopyActions path={path} value={value} copyPath={actions.copyPath} copyValue={actions.copyValue} />
    </div>
  );
}

interface CopyActionsProps extends Pick<RowActions, "copyPath" | "copyValue"> {
  path: string;
  value: Json;
}

/** Drawn again only for another value: there are two buttons in every line. */
const CopyActions = memo(function CopyActions({ path, value, copyPath, copyValue }: CopyActionsProps) {
  const { t } = useTranslation("dataView");
  return (
    <span className={styles.actions}>
      <CopyAction icon={Copy} label={t("copyPath", { path })} onClick={stopping(() => copyPath(path))} />
      <CopyAction icon={Braces} label={t("copyValue", { path })} onClick={stopping(() => copyValue(value))} />
    </span>
  );
});

function CopyAction(props: { icon: LucideIcon; label: string; onClick: (event: MouseEvent) => void }) {
  return <IconButton {...props} iconSize={13} size={20} variant="subtle" color="gray" tabIndex={-1} />;
}

const MARKS = { added: "+", changed: "~", removed: "−" };

function RowMark({ mark }: { mark: PlaceMark | undefined }) {
  const { t } = useTranslation("dataView");
  if (mark === undefined || mark === "inside") return null;
  return (
    <span className={styles.mark} role="img" aria-label={t(`mark.${mark}`)} title={t(`mark.${mark}`)}>
      {MARKS[mark]}
    </span>
  );
}

/** A click that is not one on the row. */
function stopping(act: () => void) {
  return (event: MouseEvent) => {
    event.stopPropagation();
    act();
  };
}

function RowValue({ row, whole, loading, actions }: TreeRowProps) {
  const { t } = useTranslation("dataView");
  const { value, path, count, open } = row;
  if (isLarge(value))
    return (
      <span className={styles.value}>
        {preview(value.preview, 60)}{" "}
        <UnstyledButton
          tabIndex={-1}
          className={styles.link}
          disabled={loading === "loading"}
          onClick={stopping(() => actions.load(path, value))}
        >
          {loading === "loading" ? t("loading") : t("load", { size: sizeText(value.bytes) })}
        </UnstyledButton>
        {loading && loading !== "loading" && (
          <span role="alert"> {t("loadFailed", { reason: loading })}</span>
        )}
      </span>
    );
  if (count !== null) {
    const sum = t(Array.isArray(value) ? "count.list" : "count.object", { count });
    return (
      <span className={styles.value}>
        {sum} {!open && count > 0 && preview(value, 80)}
      </span>
    );
  }
  const long = typeof value === "string" && value.length > CUT;
  return (
    <>
      <span className={styles.value} data-type={typeWord(value)} data-open={(long && whole) || undefined}>
        {long && whole ? value : preview(value, CUT)}
      </span>
      {long && (
        <UnstyledButton tabIndex={-1} className={styles.link} onClick={stopping(() => actions.toggle(path))}>
          {whole ? t("close") : t("openAll")}
        </UnstyledButton>
      )}
    </>
  );
}

/** Bytes for people: "1.2 MB". */
function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
