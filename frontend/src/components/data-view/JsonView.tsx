import { SegmentedControl, Text, TextInput } from "@mantine/core";
import { ChevronDown, ChevronUp, type LucideIcon, Search, X } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import { IconButton } from "@/components/IconButton";
import type { Json } from "@/lib/expressions/types";
import styles from "./DataView.module.css";
import type { PlaceMark } from "./rows";
import { TableView } from "./TableView";
import { TreeView } from "./TreeView";
import { isTable } from "./table";
import { type Found, useSearch } from "./useSearch";
import "./texts";

export interface JsonViewProps {
  /** Any JSON. `{preview, bytes, href}` stands for a large value that is loaded when asked for. */
  value: Json;
  /** The path of the value itself; "$" if absent. */
  rootPath?: string;
  /** Values can be dragged into fields that take a JSONPath. */
  draggable?: boolean;
  /** Enter or a double click on a value. */
  onPick?: (path: string) => void;
  /** A click on a value, or Enter. */
  onChoose?: (path: string) => void;
  /** The path of the value that was chosen last. */
  chosen?: string | undefined;
  /** What happened at places, by their path. */
  marks?: ReadonlyMap<string, PlaceMark>;
  /** Pixels or a CSS length. Default 320. */
  height?: number | string;
  /** Instead of a height: as high as the value needs, up to this. */
  maxHeight?: number | string;
  /** What a screen reader calls the data. */
  ariaLabel: string;
  /** Leaves the search and the switch away: for small values beside others. */
  compact?: boolean;
}

type View = "tree" | "table" | "json";

/** JSON to look through: as a tree, a table (lists of objects) or text, with a search. Stays quick with 10 MB. */
export function JsonView(props: JsonViewProps) {
  const {
    value,
    rootPath = "$",
    draggable = false,
    onPick,
    onChoose,
    chosen: chosenPath,
    marks,
    maxHeight,
    height = maxHeight === undefined ? 320 : "auto",
    ariaLabel,
    compact = false,
  } = props;
  const { t } = useTranslation("dataView");
  const [chosen, setChosen] = useState<View>("tree");
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useSearch(value, rootPath, text);
  const table = isTable(value);
  const view: View = chosen === "table" && !table ? "tree" : chosen;
  const json = useMemo(() => (view === "json" ? JSON.stringify(value, null, 2) : ""), [view, value]);
  if (value === undefined)
    return (
      <Text c="dimmed" fz="sm">
        {t("empty")}
      </Text>
    );
  const count = found.matches.length;
  const step = (by: number) => setAt((now) => (count === 0 ? 0 : (now + by + count) % count));
  const views: View[] = table ? ["tree", "table", "json"] : ["tree", "json"];
  return (
    <div className={styles.frame} style={{ height, maxHeight }}>
      {!compact && (
        <div className={styles.tools}>
          <TextInput
            className={styles.search}
            size="xs"
            aria-label={t("search")}
            placeholder={t("search")}
            leftSection={<Search size={14} aria-hidden />}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setAt(0);
              if (view !== "tree") setChosen("tree");
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
              else if (event.key === "Escape" && text !== "") setText("");
              else return;
              event.preventDefault();
              event.stopPropagation();
            }}
          />
          {text !== "" && <SearchSteps found={found} at={at} step={step} clear={() => setText("")} />}
          <SegmentedControl
            size="xs"
            aria-label={t("view")}
            value={view}
            data={views.map((one) => ({ value: one, label: t(one) }))}
            onChange={(next) => setChosen(views.find((one) => one === next) ?? "tree")}
          />
        </div>
      )}
      {view === "tree" && (
        <TreeView
          value={value}
          rootPath={rootPath}
          label={ariaLabel}
          draggable={draggable}
          onPick={onPick}
          onChoose={onChoose}
          chosen={chosenPath}
          marks={marks}
          match={found.matches[at]}
        />
      )}
      {view === "table" && table && (
        <TableView rows={value} rootPath={rootPath} label={ariaLabel} draggable={draggable} onPick={onPick} />
      )}
      {view === "json" && (
        <div className={styles.body}>
          <CodeEditor value={json} readOnly height="100%" ariaLabel={ariaLabel} />
        </div>
      )}
    </div>
  );
}

function SearchSteps(props: { found: Found; at: number; step: (by: number) => void; clear: () => void }) {
  const { found, at, step, clear } = props;
  const { t } = useTranslation("dataView");
  const count = found.matches.length;
  const key = count >= 1000 ? "foundMore" : "foundAt";
  return (
    <>
      <Text fz="xs" c="dimmed" aria-live="polite">
        {count > 0 ? t(key, { at: at + 1, count }) : found.running ? t("searching") : t("none")}
      </Text>
      <SmallButton icon={ChevronUp} label={t("previous")} onClick={() => step(-1)} />
      <SmallButton icon={ChevronDown} label={t("next")} onClick={() => step(1)} />
      <SmallButton icon={X} label={t("clear")} onClick={clear} />
    </>
  );
}

function SmallButton(props: { icon: LucideIcon; label: string; onClick: () => void }) {
  return <IconButton {...props} size="sm" iconSize={14} variant="subtle" color="gray" />;
}
