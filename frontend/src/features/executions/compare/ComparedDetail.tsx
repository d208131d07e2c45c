import { Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ComparedVisit } from "@/api/executions/compareRuns";
import { contextQuery } from "@/api/executions/getContext";
import { visitQuery } from "@/api/executions/getVisit";
import { AppLink } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { StatusBadge } from "@/components/StatusBadge";
import { paths } from "@/lib/paths";
import classes from "../shared/split.module.css";
import { ValuePair } from "../shared/ValuePair";
import { COMPARED_PARTS, type ComparedPart, rowKey } from "./compareSearch";
import type { ComparePage } from "./useComparison";

/** Both sides of the chosen visit. */
export function ComparedDetail({ page }: { page: ComparePage }) {
  const { t } = useTranslation("compareRuns");
  const { chosen } = page;
  if (!chosen)
    return (
      <section className={classes.detail} aria-label={t("parts")}>
        <Text c="dimmed" fz="sm" ta="center">
          {t("none")}
        </Text>
      </section>
    );
  return (
    <section className={classes.detail} aria-label={t("parts")}>
      <Stack gap="sm">
        <Heading page={page} row={chosen} />
        <Parts key={rowKey(chosen)} page={page} row={chosen} />
      </Stack>
    </section>
  );
}

function Heading({ page, row }: { page: ComparePage; row: ComparedVisit }) {
  const { t } = useTranslation("compareRuns");
  const parts = row.differences.map((one) => t(`difference.${one}`)).join(", ");
  const sides = [
    { side: "A", seq: row.leftSeq, status: row.leftStatus, id: row.leftExecutionId },
    { side: "B", seq: row.rightSeq, status: row.rightStatus, id: row.rightExecutionId },
  ];
  return (
    <Group justify="space-between" gap="sm">
      <div>
        <Title order={2} fz="md">
          {page.nameOf(row.stepInstanceId)}
        </Title>
        <Text fz="xs" c="dimmed">
          {row.path}
        </Text>
        {parts && <Text fz="sm">{t("differsIn", { parts })}</Text>}
        {row.verdict === "onlyLeft" && <Text fz="sm">{t("onlyHere", { side: "A" })}</Text>}
        {row.verdict === "onlyRight" && <Text fz="sm">{t("onlyHere", { side: "B" })}</Text>}
      </div>
      <Group gap="lg">
        {sides.map(
          ({ side, seq, status, id }) =>
            seq !== null &&
            id !== null && (
              <Group key={side} gap="xs">
                {status && <StatusBadge status={status} size="sm" />}
                <AppLink to={paths.execution(id, seq)} fz="sm">
                  {t("openVisit", { side })}
                </AppLink>
              </Group>
            ),
        )}
      </Group>
    </Group>
  );
}

/** The part that differs first, until one is chosen. */
function firstPart(row: ComparedVisit): ComparedPart {
  const [wanted] = (["error", "input", "output", "changes", "transition"] as const).filter((part) =>
    row.differences.includes(part),
  );
  return wanted ?? (row.leftStatus === "FAILED" || row.rightStatus === "FAILED" ? "error" : "input");
}

function Parts({ page, row }: { page: ComparePage; row: ComparedVisit }) {
  const { t } = useTranslation("compareRuns");
  const part = page.search.part ?? firstPart(row);
  return (
    <Tabs value={part} onChange={(next) => page.change({ part: COMPARED_PARTS.find((one) => one === next) })}>
      <Tabs.List aria-label={t("parts")}>
        {COMPARED_PARTS.map((one) => (
          <Tabs.Tab key={one} value={one} fw={row.differences.includes(one) ? 700 : undefined}>
            {t(`part.${one}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={part} pt="sm">
        {part === "changes" ? <Contexts row={row} /> : <Values part={part} row={row} />}
      </Tabs.Panel>
    </Tabs>
  );
}

interface SideOf {
  id: string | null;
  seq: number | null;
}

function sidesOf(row: ComparedVisit): { left: SideOf; right: SideOf } {
  return {
    left: { id: row.leftExecutionId, seq: row.leftSeq },
    right: { id: row.rightExecutionId, seq: row.rightSeq },
  };
}

const NAMES = { left: "A", right: "B" };

function Values({ part, row }: { part: Exclude<ComparedPart, "changes">; row: ComparedVisit }) {
  const { t } = useTranslation("compareRuns");
  const { left, right } = sidesOf(row);
  const leftVisit = useVisit(left, row.leftStatus);
  const rightVisit = useVisit(right, row.rightStatus);
  const error = leftVisit.error ?? rightVisit.error;
  if (error) return <ErrorState error={error} />;
  if (leftVisit.isLoading || rightVisit.isLoading) return <ListSkeleton rows={4} height={24} />;
  return (
    <ValuePair
      label={t(`part.${part}`)}
      left={leftVisit.data?.[part]}
      right={rightVisit.data?.[part]}
      names={NAMES}
    />
  );
}

function useVisit({ id, seq }: SideOf, status: string | null) {
  return useQuery({
    ...visitQuery(id ?? "", seq ?? 0, `compare:${status}`),
    enabled: id !== null && seq !== null,
  });
}

function Contexts({ row }: { row: ComparedVisit }) {
  const { t } = useTranslation("compareRuns");
  const { left, right } = sidesOf(row);
  const leftContext = useContextAfter(left, row.leftStatus);
  const rightContext = useContextAfter(right, row.rightStatus);
  const error = leftContext.error ?? rightContext.error;
  if (error) return <ErrorState error={error} />;
  if (leftContext.isLoading || rightContext.isLoading) return <ListSkeleton rows={4} height={24} />;
  return (
    <ValuePair label={t("part.changes")} left={leftContext.data} right={rightContext.data} names={NAMES} />
  );
}

function useContextAfter({ id, seq }: SideOf, status: string | null) {
  return useQuery({
    ...contextQuery(id ?? "", seq === null ? {} : { seq, side: "after" }, `compare:${status}`),
    enabled: id !== null && seq !== null,
  });
}
