import { Badge, Code, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { VisitDetail } from "@/api/executions/types";
import { fieldsOf, textOf } from "./texts";
import classes from "./visit.module.css";

/** Where the run went from a step and why: each condition in its order, what it compared, and its truth. */
export function TransitionView({ visit, nameOf }: { visit: VisitDetail; nameOf: (id: string) => string }) {
  const { t } = useTranslation("run");
  const way = visit.transition;
  const tried = visit.mappingEvents.filter((event) => event.kind === "CONDITION");
  if (!way)
    return (
      <Text c="dimmed" fz="sm">
        {t("transition.none")}
      </Text>
    );
  return (
    <Stack gap="md">
      <Text fz="sm">
        {t(`transition.${way.kind}`)}
        {way.nextStepInstanceId && (
          <>
            {" "}
            {t("transition.to")} <strong>{nameOf(way.nextStepInstanceId)}</strong>
          </>
        )}
      </Text>
      {tried.length > 0 ? (
        <Stack component="ol" gap="xs" className={classes.plainList} aria-label={t("transition.tried")}>
          {tried.map((event, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a visit's events never change their places
            <li key={index} className={classes.change}>
              <Condition event={event} nameOf={nameOf} />
            </li>
          ))}
        </Stack>
      ) : (
        <Text c="dimmed" fz="sm">
          {t("transition.noConditions")}
        </Text>
      )}
    </Stack>
  );
}

interface ConditionProps {
  event: Record<string, unknown>;
  nameOf: (id: string) => string;
}

function Condition({ event, nameOf }: ConditionProps) {
  const { t } = useTranslation("run");
  const isTrue = event.preview === "true";
  const operands = Array.isArray(event.operands) ? event.operands.map(fieldsOf) : [];
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        <Badge size="sm" color={isTrue ? "teal" : "gray"} className={classes.kind}>
          {isTrue ? t("transition.true") : t("transition.false")}
        </Badge>
        <Code className={classes.code}>{textOf(event.expression)}</Code>
        <Text component="span" fz="sm" c="dimmed">
          → {nameOf(textOf(event.target))}
        </Text>
      </Group>
      {operands.length > 0 && (
        <ul className={classes.operands} aria-label={t("transition.operands")}>
          {operands.map((operand, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: operands never change their places
            <li key={index}>
              <Code className={classes.code}>{textOf(operand.expression)}</Code>
              <span>=</span>
              {operand.missing === true ? (
                <Text component="span" fz="sm" c="var(--allma-wait)">
                  {t("transition.missing")}
                </Text>
              ) : (
                <Code className={classes.code}>{JSON.stringify(operand.value)}</Code>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
