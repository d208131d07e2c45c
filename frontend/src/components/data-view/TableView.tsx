import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { segmentText } from "@/lib/expressions/keys";
import { preview } from "@/lib/expressions/preview";
import type { Json, JsonObject } from "@/lib/expressions/types";
import styles from "./DataView.module.css";
import { startPathDrag } from "./pathDrag";
import { columnsOf } from "./table";

const DRAWN_WHOLE = 100;
const ROW_HEIGHT = 29;

interface TableViewProps {
  rows: readonly JsonObject[];
  rootPath: string;
  label: string;
  draggable: boolean;
  onPick: ((path: string) => void) | undefined;
}

/** A list of objects as a table: a column for each name. */
export function TableView({ rows, rootPath, label, draggable, onPick }: TableViewProps) {
  const { t } = useTranslation("dataView");
  const body = useRef<HTMLElement>(null);
  const columns = useMemo(() => columnsOf(rows), [rows]);
  const virtual = rows.length > DRAWN_WHOLE;
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: virtual,
    getScrollElement: () => body.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  const items = virtualizer.getVirtualItems();
  const shown = virtual ? items.map((item) => item.index) : [...rows.keys()];
  const before = virtual ? (items[0]?.start ?? 0) : 0;
  const after = virtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;

  const cell = (index: number, column: string) => {
    const value: Json = rows[index]?.[column];
    const path = `${rootPath}[${index}]${segmentText(column)}`;
    const text =
      value === undefined ? "" : typeof value === "string" ? value.slice(0, 200) : preview(value, 200);
    return (
      <td
        key={column}
        title={path}
        draggable={draggable}
        onDragStart={(event) => startPathDrag(event, path)}
        onDoubleClick={() => onPick?.(path)}
      >
        {text}
      </td>
    );
  };

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what has the focus
    <section ref={body} className={styles.body} aria-label={label} tabIndex={0}>
      <table className={styles.table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col">{t("item")}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={before} span={columns.length + 1} />
          {shown.map((index) => (
            <tr key={index} aria-rowindex={index + 2}>
              <td>{index}</td>
              {columns.map((column) => cell(index, column))}
            </tr>
          ))}
          <Spacer height={after} span={columns.length + 1} />
        </tbody>
      </table>
    </section>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
