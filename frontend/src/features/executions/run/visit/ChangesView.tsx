import { Badge, Code, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { contextQuery } from "@/api/executions/getContext";
import { DataView as JsonView } from "@/components/data-view";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import type { Json } from "@/lib/expressions/types";
import type { PatchOperation } from "@/lib/runs/patch";
import { type Change, changesOf, needsBefore } from "./changes";
import classes from "./visit.module.css";

const COLORS = { added: "teal", changed: "blue", removed: "red" } as const;
const SHORT = 120;

interface ChangesViewProps {
  executionId: string;
  seq: number;
  /** What the visit changed; undefined while that is being read. */
  patch: readonly PatchOperation[] | undefined;
  /** The context that the visit found, when it is known already. */
  before: Json | undefined;
  /** A click on a place. */
  onChoose: (path: string) => void;
}

/** What a visit did to the context: each place, before and after. */
export function ChangesView({ executionId, seq, patch, before: known, onChoose }: ChangesViewProps) {
  const { t } = useTranslation("run");
  const before = useQuery({
    ...contextQuery(executionId, { seq, side: "before" }, "over"),
    enabled: known === undefined && patch !== undefined && needsBefore(patch),
  });
  const root = known ?? before.data;
  const changes = useMemo(() => changesOf(patch ?? [], root), [patch, root]);
  if (patch === undefined) return <ListSkeleton rows={3} height={28} />;
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
            <UnstyledButton className={classes.place} onClick={() => onChoose(change.path)}>
              {change.path}
            </UnstyledButton>
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
  return <JsonView value={value} maxHeight={140} ariaLabel={label} compact />;
}
