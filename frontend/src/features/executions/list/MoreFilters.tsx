import { Autocomplete, Button, NumberInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ExecutionsSearch, isLabel } from "../search";

type Rare = Pick<ExecutionsSearch, "version" | "trigger" | "label" | "errorStep" | "parent">;

interface MoreFiltersProps {
  search: ExecutionsSearch;
  onApply: (changes: Rare) => void;
}

const TRIGGERS = ["api", "manual", "schedule", "webhook", "sub_flow", "redrive"];

/** The filters that are needed less often; applied together. */
export function MoreFilters({ search, onApply }: MoreFiltersProps) {
  const { t } = useTranslation("executions");
  const [rare, setRare] = useState<Rare>(search);
  const set = (name: "trigger" | "label" | "errorStep" | "parent") => (text: string) =>
    setRare({ ...rare, [name]: text || undefined });
  const labelWrong = rare.label !== undefined && !isLabel(rare.label);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!labelWrong) onApply(trimmed(rare));
      }}
    >
      <Stack gap="sm">
        <NumberInput
          label={t("filter.version")}
          min={1}
          allowDecimal={false}
          value={rare.version ?? ""}
          onChange={(value) => setRare({ ...rare, version: Number(value) || undefined })}
        />
        <Autocomplete
          label={t("filter.trigger")}
          placeholder={t("filter.triggerHint")}
          data={TRIGGERS}
          value={rare.trigger ?? ""}
          onChange={set("trigger")}
          comboboxProps={{ withinPortal: false }}
        />
        <TextInput
          label={t("filter.label")}
          placeholder={t("filter.labelHint")}
          error={labelWrong ? t("filter.labelWrong") : undefined}
          value={rare.label ?? ""}
          onChange={(event) => set("label")(event.currentTarget.value)}
        />
        <TextInput
          label={t("filter.errorStep")}
          placeholder={t("filter.errorStepHint")}
          value={rare.errorStep ?? ""}
          onChange={(event) => set("errorStep")(event.currentTarget.value)}
        />
        <TextInput
          label={t("filter.parent")}
          placeholder={t("filter.parentHint")}
          value={rare.parent ?? ""}
          onChange={(event) => set("parent")(event.currentTarget.value)}
        />
        <Button type="submit">{t("filter.apply")}</Button>
      </Stack>
    </form>
  );
}

function trimmed({ version, trigger, label, errorStep, parent }: Rare): Rare {
  const text = (value: string | undefined) => value?.trim() || undefined;
  return {
    version,
    trigger: text(trigger),
    label: text(label),
    errorStep: text(errorStep),
    parent: text(parent),
  };
}
