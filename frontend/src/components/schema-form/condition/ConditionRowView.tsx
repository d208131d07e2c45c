import { Box, Button, Group, Select, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ExpressionInput } from "@/components/expression/ExpressionInput";
import { JsonText } from "../fields/JsonField";
import classes from "../form.module.css";
import { RemoveButton } from "../RowButton";
import {
  type ConditionRow,
  hasRight,
  type Measure,
  mayMeasure,
  OPERATORS,
  type Operand,
  type Operator,
} from "./model";

interface ConditionRowViewProps {
  row: ConditionRow;
  readOnly: boolean;
  onChange: (row: ConditionRow) => void;
  onRemove: () => void;
  /** The paths are not on the context: no sample is tried. */
  blind?: boolean;
}

type RightKind = "text" | "number" | "boolean" | "null" | "path";
const RIGHT_KINDS: readonly RightKind[] = ["text", "number", "boolean", "null", "path"];

/** A path, what is asked of it, and what it is compared with. */
export function ConditionRowView({
  row,
  readOnly,
  onChange,
  onRemove,
  blind = false,
}: ConditionRowViewProps) {
  const { t } = useTranslation("form");
  const setOperator = (operator: Operator) =>
    onChange({ ...row, operator, measure: mayMeasure(operator) ? row.measure : "value" });
  return (
    <Box className={classes.card}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        {mayMeasure(row.operator) && (
          <Select
            w={112}
            aria-label={t("condition.measure")}
            data={(["value", "length", "count"] as const).map((measure) => ({
              value: measure,
              label: t(`condition.${measure}`),
            }))}
            value={row.measure}
            allowDeselect={false}
            readOnly={readOnly}
            onChange={(measure) => measure !== null && onChange({ ...row, measure: measure as Measure })}
          />
        )}
        <Box className={classes.grow}>
          <ExpressionInput
            kind="path"
            {...(blind && { quiet: true, sample: null })}
            ariaLabel={t("condition.path")}
            placeholder="$.order.total"
            value={row.path}
            readOnly={readOnly}
            onChange={(path) => onChange({ ...row, path })}
          />
        </Box>
        {!readOnly && <RemoveButton label={t("condition.remove")} onClick={onRemove} />}
      </Group>
      <Group gap="xs" mt="xs" align="flex-start">
        <Button
          size="compact-sm"
          h={34}
          variant={row.not ? "light" : "default"}
          color={row.not ? "red" : "gray"}
          aria-pressed={row.not}
          disabled={readOnly}
          onClick={() => onChange({ ...row, not: !row.not })}
        >
          {t("condition.not")}
        </Button>
        <Select
          w={146}
          aria-label={t("condition.operator")}
          data={OPERATORS.map((operator) => ({ value: operator, label: t(`operators.${operator}`) }))}
          value={row.operator}
          allowDeselect={false}
          readOnly={readOnly}
          onChange={(operator) => operator !== null && setOperator(operator as Operator)}
        />
        {hasRight(row.operator) && (
          <RightSide
            right={row.right}
            readOnly={readOnly}
            onChange={(right) => onChange({ ...row, right })}
          />
        )}
      </Group>
    </Box>
  );
}

interface RightProps {
  right: Operand;
  readOnly: boolean;
  onChange: (right: Operand) => void;
}

function RightSide({ right, readOnly, onChange }: RightProps) {
  const { t } = useTranslation("form");
  return (
    <>
      <Select
        w={106}
        aria-label={t("condition.rightKind")}
        data={RIGHT_KINDS.map((kind) => ({ value: kind, label: t(`literal.${kind}`) }))}
        value={kindOf(right)}
        allowDeselect={false}
        readOnly={readOnly}
        onChange={(kind) => kind !== null && onChange(converted(right, kind as RightKind))}
      />
      <Box className={classes.grow} style={{ minWidth: 120 }}>
        <RightValue right={right} readOnly={readOnly} onChange={onChange} />
      </Box>
    </>
  );
}

function RightValue({ right, readOnly, onChange }: RightProps) {
  const { t } = useTranslation("form");
  const label = t("condition.right");
  if (right.kind === "path")
    return (
      <ExpressionInput
        kind="path"
        ariaLabel={label}
        value={right.path}
        readOnly={readOnly}
        onChange={(path) => onChange({ kind: "path", path })}
      />
    );
  const { value } = right;
  const set = (next: typeof value) => onChange({ kind: "constant", value: next });
  if (value === null) return null;
  if (typeof value === "boolean")
    return (
      <Switch
        mt={8}
        aria-label={label}
        label={value ? t("yes") : t("no")}
        checked={value}
        disabled={readOnly}
        onChange={(event) => set(event.currentTarget.checked)}
      />
    );
  if (typeof value === "number")
    return (
      <JsonText
        ariaLabel={label}
        value={value}
        readOnly={readOnly}
        onChange={(next) => typeof next === "number" && set(next)}
      />
    );
  return (
    <TextInput
      aria-label={label}
      value={value}
      readOnly={readOnly}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

function kindOf(right: Operand): RightKind {
  if (right.kind === "path") return "path";
  if (right.value === null) return "null";
  if (typeof right.value === "boolean") return "boolean";
  return typeof right.value === "number" ? "number" : "text";
}

function converted(right: Operand, kind: RightKind): Operand {
  const text = right.kind === "path" ? right.path : String(right.value ?? "");
  if (kind === "path") return { kind: "path", path: text.startsWith("$") ? text : "$." };
  if (kind === "null") return { kind: "constant", value: null };
  if (kind === "boolean") return { kind: "constant", value: text === "true" };
  if (kind === "number") return { kind: "constant", value: Number.isFinite(Number(text)) ? Number(text) : 0 };
  return { kind: "constant", value: text };
}
