import { Badge, Center, Text } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { statusLook } from "@/components/statusColors";
import classes from "./split.module.css";

const HEIGHT = 36;

/** A visit beside another: of a second run, or of the same one driven again. */
export interface VerdictRow {
  key: string;
  name: string;
  /** Where it stands when the name does not tell: its path, or how often it was there. */
  place: string;
  /** The statuses of both sides; null where there is none. Without `left` there is only one side. */
  left?: string | null;
  right: string | null;
  verdict: string;
  color: string;
}

interface VerdictListProps {
  label: string;
  rows: readonly VerdictRow[];
  chosen: string | undefined;
  onChoose: (key: string) => void;
  /** What an empty list says. */
  empty: string;
}

/** Visits of two sides in one list; the arrow keys go through it. Only what is to be seen is drawn. */
export function VerdictList({ label, rows, chosen, onChoose, empty }: VerdictListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 12,
    initialRect: { width: 320, height: 600 },
  });
  const at = rows.findIndex((row) => row.key === chosen);
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: "auto" });
  }, [at, virtualizer]);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = destination(event.key, at, rows.length);
    const row = to === undefined ? undefined : rows[to];
    if (!row) return;
    event.preventDefault();
    onChoose(row.key);
  };
  if (rows.length === 0)
    return (
      <Center p="lg">
        <Text c="dimmed" fz="sm" ta="center">
          {empty}
        </Text>
      </Center>
    );
  return (
    <div
      ref={scroller}
      className={classes.lines}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={at < 0 ? undefined : `row-${at}`}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtualizer.getTotalSize(), position: "relative" }} role="presentation">
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it takes the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the list is focused and names its active line
              <div
                key={row.key}
                id={`row-${index}`}
                role="option"
                aria-selected={index === at}
                className={classes.line}
                data-chosen={index === at || undefined}
                style={{ top: start, height: HEIGHT }}
                onClick={() => onChoose(row.key)}
              >
                <Line row={row} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function destination(key: string, at: number, count: number): number | undefined {
  if (key === "ArrowDown") return Math.min(at + 1, count - 1);
  if (key === "ArrowUp") return Math.max(at - 1, 0);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}

function Line({ row }: { row: VerdictRow }) {
  return (
    <>
      <span className={classes.sides}>
        {row.left !== undefined && <Side status={row.left} />}
        <Side status={row.right} />
      </span>
      <span className={classes.name} title={row.place}>
        {row.name}
      </span>
      {row.place !== "" && <span className={classes.quiet}>{row.place}</span>}
      <Badge size="sm" color={row.color} style={{ flex: "none" }}>
        {row.verdict}
      </Badge>
    </>
  );
}

function Side({ status }: { status: string | null }) {
  const { t } = useTranslation("common");
  if (status === null)
    return (
      <span className={classes.side} aria-hidden>
        –
      </span>
    );
  const look = statusLook(status);
  const Icon = look.icon;
  const label = t(`status.${status}`, { defaultValue: status });
  return (
    <span className={classes.side} title={label} style={{ color: look.color }}>
      <Icon size={14} role="img" aria-label={label} />
    </span>
  );
}
