import { Group, NumberInput, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import "./texts";

/** How careful a redrive is: the runs of the first two stages, and which share of them may fail (whole percent). */
export interface CanaryPlan {
  on: boolean;
  first: number;
  second: number;
  percent: number;
}

export const FIRST_PLAN: CanaryPlan = { on: false, first: 1, second: 10, percent: 20 };

interface CanaryFieldsProps {
  plan: CanaryPlan;
  onChange: (plan: CanaryPlan) => void;
}

/** Asks for the stages of a redrive. */
export function CanaryFields({ plan, onChange }: CanaryFieldsProps) {
  const { t } = useTranslation("bulk");
  const field = (name: "first" | "second" | "percent", least: number, most: number) => (
    <NumberInput
      label={t(`canary.${name === "percent" ? "rate" : name}`)}
      w={104}
      min={least}
      max={most}
      clampBehavior="strict"
      allowDecimal={false}
      value={plan[name]}
      onChange={(value) => onChange({ ...plan, [name]: Math.max(least, Number(value) || least) })}
    />
  );
  return (
    <div>
      <Switch
        label={t("canary.label")}
        description={t("canary.hint")}
        checked={plan.on}
        onChange={(event) => onChange({ ...plan, on: event.currentTarget.checked })}
      />
      {plan.on && (
        <Group gap="sm" mt="sm" align="flex-end">
          {field("first", 1, 100_000)}
          {field("second", 1, 100_000)}
          <Text fz="sm" c="dimmed" pb={8}>
            {t("canary.rest")}
          </Text>
          {field("percent", 0, 100)}
        </Group>
      )}
    </div>
  );
}

/** The plan as a request has it; undefined: all at once. */
export function canaryOf({ on, first, second, percent }: CanaryPlan) {
  return on ? { stages: [first, second], maxFailureRate: percent / 100 } : undefined;
}
