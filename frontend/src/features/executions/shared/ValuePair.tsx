import { Badge, Code, Group, Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { JsonView } from "@/components/data-view";
import type { Json } from "@/lib/expressions/types";
import { patchBetween } from "../redrive/contextPatch";
import { marksOf } from "../run/moment/marks";
import { changesOf } from "../run/visit/changes";
import classes from "./split.module.css";
import "./texts";

const LISTED = 5;
const SHORT = 80;

interface ValuePairProps {
  /** What both are: "Input". */
  label: string;
  left: Json;
  right: Json;
  /** What the sides are called. */
  names: { left: string; right: string };
  /** The most that each may have, in pixels. */
  maxHeight?: number;
}

/** Two values beside each other; what differs is marked in both and named above. */
export function ValuePair({ label, left, right, names, maxHeight = 220 }: ValuePairProps) {
  const { t } = useTranslation("pair");
  const patch = useMemo(() => patchBetween(left, right), [left, right]);
  const marks = useMemo(
    () => ({ left: marksOf(left, patch, "before"), right: marksOf(right, patch, "after") }),
    [left, right, patch],
  );
  return (
    <Stack gap={6} component="section" aria-label={label}>
      <Group gap="xs">
        <Text fw={600} fz="sm">
          {label}
        </Text>
        <Badge size="sm" color={patch.length ? "yellow" : "gray"}>
          {patch.length ? t("differences", { count: patch.length }) : t("same")}
        </Badge>
      </Group>
      {patch.length > 0 && patch.length <= LISTED && patch[0]?.path !== "" && (
        <Stack gap={2}>
          {changesOf(patch, left).map((change) => (
            <Text key={`${change.kind}${change.path}`} fz="xs" style={{ overflowWrap: "anywhere" }}>
              <Code>{change.path}</Code> {names.left} <Code>{short(change.before)}</Code> {names.right}{" "}
              <Code>{short(change.after)}</Code>
            </Text>
          ))}
        </Stack>
      )}
      <div className={classes.two}>
        <One name={names.left} label={label} value={left} marks={marks.left} maxHeight={maxHeight} />
        <One name={names.right} label={label} value={right} marks={marks.right} maxHeight={maxHeight} />
      </div>
    </Stack>
  );
}

function short(value: unknown): string {
  const text = value === undefined ? "–" : JSON.stringify(value);
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

interface OneProps {
  name: string;
  label: string;
  value: Json;
  marks: ReturnType<typeof marksOf>;
  maxHeight: number;
}

function One({ name, label, value, marks, maxHeight }: OneProps) {
  return (
    <Stack gap={2} miw={0}>
      <Text fz="xs" c="dimmed">
        {name}
      </Text>
      <JsonView value={value} marks={marks} maxHeight={maxHeight} ariaLabel={`${label}, ${name}`} compact />
    </Stack>
  );
}
