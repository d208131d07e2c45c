import { Table, Text } from "@mantine/core";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/components/AppLink";
import { FAILURES } from "@/components/bulk/target";
import { Duration } from "@/components/Duration";
import { percent } from "@/components/RunBars";
import { paths } from "@/lib/paths";
import { dollars, type StatisticsRow } from "./rows";
import classes from "./statistics.module.css";
import { type By, SORTS, type Sort } from "./statisticsSearch";

const TEXTS: readonly Sort[] = ["name", "flowName"];
const OF_STEPS: readonly Sort[] = ["name", "p50Ms", "p95Ms"];

interface StatisticsTableProps {
  rows: readonly StatisticsRow[];
  by: By;
  /** When the time begins that is counted, ISO 8601. */
  from: string;
  sort: Sort;
  dir: "asc" | "desc";
  onSort: (sort: Sort) => void;
}

/** The figures of each step or flow; a click on a column's name sorts by it. */
export function StatisticsTable({ rows, by, from, sort, dir, onSort }: StatisticsTableProps) {
  const { t } = useTranslation("statistics");
  const columns = SORTS.filter((name) => by === "steps" || !OF_STEPS.includes(name));
  const Arrow = dir === "asc" ? ArrowUp : ArrowDown;
  return (
    <Table.ScrollContainer minWidth={820} type="native">
      <Table aria-label={t(`table.${by}`)} highlightOnHover className={classes.numbers}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((name) => (
              <Table.Th
                key={name}
                ta={TEXTS.includes(name) ? "start" : "end"}
                aria-sort={name === sort ? (dir === "asc" ? "ascending" : "descending") : undefined}
              >
                <button type="button" className={classes.sort} onClick={() => onSort(name)}>
                  {t(`column.${name}`)}
                  {name === sort && <Arrow size={13} aria-hidden />}
                </button>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.key}>
              {columns.map((name) => (
                <Table.Td key={name} ta={TEXTS.includes(name) ? "start" : "end"}>
                  {cell(name, row, from)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function cell(name: Sort, row: StatisticsRow, from: string): ReactNode {
  switch (name) {
    case "name":
      return (
        <>
          <Text span fw={500} fz="sm">
            {row.name}
          </Text>
          <Text fz="xs" c="dimmed">
            {row.stepType}
          </Text>
        </>
      );
    case "flowName":
      return (
        <AppLink to={paths.flow(row.flowId)} fz="sm">
          {row.flowName}
        </AppLink>
      );
    case "failureRate":
      return <FailureRate row={row} from={from} />;
    case "p50Ms":
    case "p95Ms":
      return <Duration ms={row[name]} />;
    case "costUsd":
      return row.costUsd > 0 ? dollars(row.costUsd) : "–";
    case "inputTokens":
    case "outputTokens":
      return row[name] > 0 ? row[name].toLocaleString("en") : "–";
    default:
      return row.visits.toLocaleString("en");
  }
}

function FailureRate({ row, from }: { row: StatisticsRow; from: string }) {
  if (row.failureRate === null) return "–";
  if (row.failed === 0)
    return (
      <Text span inherit c="dimmed">
        0%
      </Text>
    );
  const filters = {
    flow: row.flowId,
    endedAfter: from,
    ...(row.name ? { errorStep: row.name } : { status: FAILURES.join(",") }),
  };
  return (
    <AppLink to={paths.executions(filters)} fz="sm" c="var(--allma-fail)" style={{ whiteSpace: "nowrap" }}>
      {percent(row.failureRate)} ({row.failed.toLocaleString("en")})
    </AppLink>
  );
}
