import { Checkbox, VisuallyHidden } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Execution } from "@/api/executions/types";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { shortId } from "../shared/shortId";
import { COLUMNS } from "./columns";
import { ExecutionCells } from "./ExecutionCells";
import classes from "./list.module.css";
import { RowMenu } from "./RowMenu";
import { useLongList } from "./useLongList";
import type { Selection } from "./useSelection";

const ROW_HEIGHT = 49;
const WIDTHS = Object.fromEntries(COLUMNS.map(({ name, width }) => [name, width]));
const NARROWEST = 860;

interface ExecutionsTableProps {
  runs: Execution[];
  /** Names of columns, in order. */
  columns: readonly string[];
  selection: Selection;
}

/** Runs as a table; when there are many, only those near the view are drawn. */
export function ExecutionsTable({ runs, columns, selection }: ExecutionsTableProps) {
  const { t } = useTranslation("executions");
  const mayRun = usePermission("run");
  const { anchor, visible, before, after } = useLongList(runs, ROW_HEIGHT);
  const count = columns.length + (mayRun ? 2 : 1);
  const shown = useMemo(() => runs.map((run) => run.id), [runs]);
  const every = shown.every(selection.has);
  return (
    <div className={classes.frame} ref={anchor}>
      <table
        className={classes.table}
        style={{ width: "100%", minWidth: Math.max(NARROWEST, 120 * columns.length), borderSpacing: 0 }}
        aria-label={t("list.label")}
        aria-rowcount={runs.length + 1}
      >
        <thead>
          <tr>
            {mayRun && (
              <th scope="col" style={{ width: 36 }}>
                <Checkbox
                  size="xs"
                  aria-label={t("list.selectShown")}
                  checked={every}
                  indeterminate={!every && shown.some(selection.has)}
                  onChange={(event) => selection.chooseShown(shown, event.currentTarget.checked)}
                />
              </th>
            )}
            {columns.map((name) => (
              <th key={name} scope="col" style={{ width: WIDTHS[name] }}>
                {t(`column.${name}`)}
              </th>
            ))}
            <th scope="col" style={{ width: 46 }}>
              <VisuallyHidden>{t("column.actions")}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          <Space height={before} columns={count} />
          {visible.map(({ item, index }) => (
            <Row
              key={item.id}
              run={item}
              index={index}
              columns={columns}
              selectable={mayRun}
              isSelected={selection.has(item.id)}
              onSelect={selection.choose}
            />
          ))}
          <Space height={after} columns={count} />
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  run: Execution;
  index: number;
  columns: readonly string[];
  selectable: boolean;
  isSelected: boolean;
  onSelect: (id: string, selected: boolean) => void;
}

/** Drawn again only when it changed: lists are long, and one run at a time has news. */
const Row = memo(function Row({ run, index, columns, selectable, isSelected, onSelect }: RowProps) {
  const { t } = useTranslation("executions");
  const navigate = useNavigate();
  return (
    <tr
      className={classes.row}
      data-selected={isSelected || undefined}
      aria-rowindex={index + 2}
      onClick={(event) => {
        if (!isOnControl(event.target)) void navigate({ to: paths.execution(run.id) });
      }}
    >
      {selectable && (
        <td>
          <Checkbox
            size="xs"
            aria-label={t("list.select", { id: shortId(run.id) })}
            checked={isSelected}
            onChange={(event) => onSelect(run.id, event.currentTarget.checked)}
          />
        </td>
      )}
      <ExecutionCells run={run} columns={columns} />
      <td>
        <RowMenu run={run} />
      </td>
    </tr>
  );
});

/** A click on something that acts by itself, or into a portal, does not open the run. */
function isOnControl(target: EventTarget): boolean {
  return !(target instanceof Element) || target.closest("a, button, input, label, [role=menu]") !== null;
}

function Space({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr className={classes.space} aria-hidden>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}
