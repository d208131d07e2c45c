import {
  Autocomplete,
  Button,
  NumberInput,
  Select,
  SimpleGrid,
  TagsInput,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTimeZone } from "@/lib/timeZone";
import { isLabel, linesOf, pairsOf, REDRIVEN, type RunFilters } from "../search";
import { fieldText, isoText } from "./TimeSpan";

const TEXTS = ["error", "errorName", "errorStep", "fingerprint", "redriveOf", "parent"] as const;
const ENDS = ["endedAfter", "endedBefore"] as const;

type Rare = Pick<
  RunFilters,
  "version" | "trigger" | "label" | "attribute" | "redriven" | (typeof TEXTS)[number] | (typeof ENDS)[number]
>;

interface MoreFiltersProps {
  search: RunFilters;
  onApply: (changes: Rare) => void;
}

const TRIGGERS = ["api", "manual", "schedule", "webhook", "sub_flow", "redrive"];

/** The filters that are needed less often; applied together. */
export function MoreFilters({ search, onApply }: MoreFiltersProps) {
  const { t } = useTranslation("executions");
  const [rare, setRare] = useState<Rare>(search);
  const zone = useTimeZone((state) => state.zone);
  const set = (name: (typeof TEXTS)[number] | "trigger" | "label" | "attribute") => (text: string) =>
    setRare({ ...rare, [name]: text || undefined });
  const labelWrong = !linesOf(rare.label).every(isLabel);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!labelWrong) onApply(trimmed(rare));
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
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
        <Textarea
          label={t("filter.label")}
          placeholder={t("filter.labelHint")}
          error={labelWrong ? t("filter.labelWrong") : undefined}
          autosize
          minRows={1}
          maxRows={4}
          value={rare.label ?? ""}
          onChange={(event) => set("label")(event.currentTarget.value)}
        />
        <TagsInput
          label={t("filter.attribute")}
          placeholder={t("filter.attributeHint")}
          splitChars={["\n"]}
          acceptValueOnBlur
          value={pairsOf(rare.attribute)}
          onChange={(values) => set("attribute")(values.join("\n"))}
        />
        {ENDS.map((name) => (
          <TextInput
            key={name}
            type="datetime-local"
            label={t(`filter.${name}`)}
            value={fieldText(rare[name], zone)}
            onChange={(event) => setRare({ ...rare, [name]: isoText(event.currentTarget.value, zone) })}
          />
        ))}
        {TEXTS.map((name) => (
          <TextInput
            key={name}
            label={t(`filter.${name}`)}
            placeholder={t(`filter.${name}Hint`)}
            value={rare[name] ?? ""}
            onChange={(event) => set(name)(event.currentTarget.value)}
          />
        ))}
        <Select
          label={t("filter.redriven")}
          data={[
            { value: "", label: t("filter.redrivenAny") },
            ...REDRIVEN.map((value) => ({ value, label: t(`filter.redrivenIs.${value}`) })),
          ]}
          value={rare.redriven ?? ""}
          allowDeselect={false}
          onChange={(value) => setRare({ ...rare, redriven: REDRIVEN.find((one) => one === value) })}
          comboboxProps={{ withinPortal: false }}
        />
      </SimpleGrid>
      <Button type="submit" mt="md" fullWidth>
        {t("filter.apply")}
      </Button>
    </form>
  );
}

function trimmed(rare: Rare): Rare {
  const { version, redriven, attribute, endedAfter, endedBefore } = rare;
  const text = (value: string | undefined) => value?.trim() || undefined;
  const label = text(linesOf(rare.label).join("\n"));
  const found: Rare = { version, redriven, attribute, label, endedAfter, endedBefore };
  for (const name of [...TEXTS, "trigger"] as const) found[name] = text(rare[name]);
  return found;
}
