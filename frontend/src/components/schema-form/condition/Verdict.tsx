import { Badge, Group, Input, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { conditionProblemQuery } from "@/api/evaluate/conditionProblem";
import { useExpressionScope } from "@/components/expression/scope";
import type { Operand } from "@/lib/expressions/types";
import { useEvaluation } from "@/lib/expressions/useEvaluation";

const DELAY_MS = 350;

/** What is to be said of a condition: why the server cannot read it, and with `truth` whether it holds on the sample. */
export function Verdict({ text, truth }: { text: string; truth: boolean }) {
  const [asked] = useDebouncedValue(text, DELAY_MS);
  const { data: problem } = useQuery({ ...conditionProblemQuery(asked), enabled: asked.trim() !== "" });
  if (text.trim() === "") return null;
  if (problem && asked === text)
    return (
      <Input.Error role="status" aria-live="polite">
        {problem}
      </Input.Error>
    );
  return truth ? <Truth text={text} /> : null;
}

function Truth({ text }: { text: string }) {
  const { t } = useTranslation("form");
  const { sample } = useExpressionScope(undefined);
  const evaluation = useEvaluation("condition", text, sample);
  if (evaluation?.outcome !== "value") return null;
  const holds = evaluation.value === true;
  return (
    <Group gap={6} role="status" aria-live="polite" wrap="nowrap">
      <Badge
        size="sm"
        variant="light"
        flex="none"
        color={holds ? "teal" : "gray"}
        leftSection={holds ? <CircleCheck size={12} aria-hidden /> : <CircleX size={12} aria-hidden />}
      >
        {holds ? t("condition.true") : t("condition.false")}
      </Badge>
      <Text size="xs" c="dimmed" truncate>
        {operandsInWords(evaluation.operands ?? [])}
      </Text>
    </Group>
  );
}

/** `$.order.total = 120, $.vip = true`: what the condition read. */
function operandsInWords(operands: readonly Operand[]): string {
  return operands
    .filter(({ expression }) => expression.startsWith("$"))
    .slice(0, 4)
    .map(
      ({ expression, value, missing }) =>
        `${expression} = ${missing ? "?" : JSON.stringify(value)?.slice(0, 60)}`,
    )
    .join(", ");
}
