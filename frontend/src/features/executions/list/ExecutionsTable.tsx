import { Checkbox, VisuallyHidden } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Execution } from "@/api/executions/types";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { shortId } from "../shared/shortId";
import { ExecutionCells } from "./ExecutionCells";
import classes from "./list.module.css";
import { RowMenu } from "./RowMenu";
import { useLongList } from "./useLongList";

const ROW_HEIGHT = 49;
const COLUMNS: [name: string, width: string | undefined][] = [
  ["status", "112px"],
  ["run", "106px"],
  ["flow", undefined],
  ["started", "98px"],
  ["duration", "78px"],
  ["progress", "17%"],
  ["trigger", "76px"],
  ["labels", "12%"],
  ["actions", "46px"],
];

interface ExecutionsTableProps {
  runs: Execution[];
  selected: ReadonlySet<string>;
  onSelect: (id: string, selected: boolean) => void;
}

/** Runs as a table; when there are many, only those near the view are drawn. */
export function ExecutionsTable({ runs, selected, onSelect }: ExecutionsTableProps) {
  const { t } = useTranslation("executions");
  const mayRun = usePermission("run");
  const { anchor, visible, before, after } = useLongList(runs, ROW_HEIGHT);
  const columns = COLUMNS.length + (mayRun ? 1 : 0);
  return (
    <div className={classes.frame} ref={anchor}>
      <table
        className={classes.table}
        style={{ width: "100%", borderSpacing: 0 }}
        aria-label={t("list.label")}
        aria-rowcount={runs.length + 1}
      >
        <thead>
          <tr>
            {mayRun && (
              <th scope="col" style={{ width: 36 }}>
                <VisuallyHidden>{t("column.select")}</VisuallyHidden>
              </th>
            )}
            {COLUMNS.map(([name, width]) => (
              <th key={name} scope="col" style={{ width }}>
                {name === "actions" ? (
                  <VisuallyHidden>{t("column.actions")}</VisuallyHidden>
                ) : (
                  t(`column.${name}`)
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space height={before} columns={columns} />
          {visible.map(({ item, index }) => (
            <Row
              key={item.id}
              run={item}
              index={index}
              selectable={mayRun}
              isSelected={selected.has(item.id)}
              onSelect={onSelect}
            />
          ))}
          <Space height={after} columns={columns} />
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  run: Execution;
  index: number;
  selectable: boolean;
  isSelected: boolean;
  onSelect: (id: string, selected: boolean) => void;
}

function Row({ run, index, selectable, isSelected, onSelect }: RowProps) {
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
      <ExecutionCells run={run} />
      <td>
        <RowMenu run={run} />
      </td>
    </tr>
  );
}

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
