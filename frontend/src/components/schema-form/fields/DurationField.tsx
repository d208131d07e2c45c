import { Group, Input, NumberInput, Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useField } from "../binding";
import { secondsIn, UNITS, type Unit, unitOf } from "../duration";
import { FieldBox } from "./FieldBox";
import { JsonField } from "./JsonField";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

interface DurationFieldProps extends FieldProps {
  /** How many of the field's unit are a second: 1 for seconds, 1000 for milliseconds. */
  perSecond?: number;
}

/** A number of seconds (or milliseconds) that is written in a unit of choice. */
export function DurationField({ path, placeholder, perSecond = 1, ...texts }: DurationFieldProps) {
  const { t } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  const given = typeof field.value === "number" ? field.value / perSecond : undefined;
  const [chosen, setChosen] = useState<Unit | null>(null);
  if (field.value !== undefined && field.value !== null && given === undefined)
    return <JsonField path={path} {...texts} />;
  const unit = chosen ?? (given === undefined ? "seconds" : unitOf(given));
  const put = (amount: number, of: Unit) =>
    field.set(Math.round(amount * secondsIn(of) * perSecond * 1000) / 1000);
  return (
    <FieldBox id={field.id}>
      <Input.Wrapper
        label={label}
        description={description}
        error={field.error}
        required={field.required}
        labelElement="div"
      >
        <Group gap="xs" wrap="nowrap" mt={4}>
          <NumberInput
            flex={1}
            aria-label={label}
            min={0}
            clampBehavior="none"
            placeholder={placeholder ?? t("duration.none")}
            value={given === undefined ? "" : given / secondsIn(unit)}
            readOnly={field.readOnly}
            onChange={(next) => {
              if (next === "") field.set(undefined);
              else if (typeof next === "number" && next * secondsIn(unit) !== given) put(next, unit);
            }}
          />
          <Select
            w={120}
            aria-label={t("duration.unit", { label })}
            data={UNITS.map(([name]) => ({ value: name, label: t(`duration.${name}`) }))}
            value={unit}
            allowDeselect={false}
            readOnly={field.readOnly}
            onChange={(next) => {
              if (next === null) return;
              setChosen(next as Unit);
              if (given !== undefined) put(given / secondsIn(unit), next as Unit);
            }}
          />
        </Group>
      </Input.Wrapper>
    </FieldBox>
  );
}
