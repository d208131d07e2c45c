import { Badge, Code, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { contextQuery } from "@/api/executions/getContext";
import type { VisitDetail } from "@/api/executions/types";
import { DataView as JsonView } from "@/components/data-view";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { type Change, changesOf, needsBefore, type PatchOperation } from "./changes";
import classes from "./visit.module.css";

const COLORS = { added: "teal", changed: "blue", removed: "red" } as const;
const SHORT = 120;

/** What a visit did to the context: each place, before and after. */
export function ChangesView({ executionId, visit }: { executionId: string; visit: VisitDetail }) {
  const { t } = useTranslation("run");
  const patch = useMemo(() => visit.contextDiff.filter(isOperation), [visit.contextDiff]);
  const before = useQuery({
    ...contextQuery(executionId, { seq: visit.seq, side: "before" }, visit.status),
    enabled: needsBefore(patch),
  });
  const changes = useMemo(() => changesOf(patch, before.data), [patch, before.data]);
  if (changes.length === 0)
    return (
      <Text c="dimmed" fz="sm">
        {t("changes.none")}
      </Text>
    );
  if (before.isLoading) return <ListSkeleton rows={changes.length} height={28} />;
  if (before.isError) return <ErrorState error={before.error} onRetry={() => void before.refetch()} />;
  return (
    <Stack component="ul" gap="xs" className={classes.plainList}>
      {changes.map((change) => (
        <li key={`${change.kind}${change.path}`} className={classes.change}>
          <Group gap="xs" wrap="nowrap">
            <Badge size="sm" color={COLORS[change.kind]} className={classes.kind}>
              {t(`changes.${change.kind}`)}
            </Badge>
            <Code className={classes.code}>{change.path}</Code>
          </Group>
          <Sides change={change} />
        </li>
      ))}
    </Stack>
  );
}

function Sides({ change }: { change: Change }) {
  const { t } = useTranslation("run");
  const sides = [
    ...(change.kind === "added" ? [] : [{ label: t("changes.before"), value: change.before }]),
    ...(change.kind === "removed" ? [] : [{ label: t("changes.after"), value: change.after }]),
  ];
  return (
    <div className={classes.sides}>
      {sides.map(({ label, value }) => (
        <div key={label} className={classes.side}>
          {sides.length > 1 && (
            <Text component="span" fz="xs" c="dimmed">
              {label}
            </Text>
          )}
          <Side value={value} label={`${change.path}, ${label}`} />
        </div>
      ))}
    </div>
  );
}

function Side({ value, label }: { value: unknown; label: string }) {
  const text = JSON.stringify(value) ?? "–";
  if (text.length <= SHORT) return <Code className={classes.code}>{text}</Code>;
  return <JsonView value={value} height={140} ariaLabel={label} compact />;
}

function isOperation(value: Record<string, unknown>): value is Record<string, unknown> & PatchOperation {
  return typeof value.op === "string" && typeof value.path === "string";
}
