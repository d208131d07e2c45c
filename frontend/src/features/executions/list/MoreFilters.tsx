import { Autocomplete, Button, NumberInput, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { attributesOf, isLabel, type RunFilters } from "../search";

const TEXTS = ["label", "error", "errorName", "errorStep", "fingerprint", "redriveOf", "parent"] as const;

type Rare = Pick<RunFilters, "version" | "trigger" | "attribute" | (typeof TEXTS)[number]>;

interface MoreFiltersProps {
  search: RunFilters;
  onApply: (changes: Rare) => void;
}

const TRIGGERS = ["api", "manual", "schedule", "webhook", "sub_flow", "redrive"];

/** The filters that are needed less often; applied together. */
export function MoreFilters({ search, onApply }: MoreFiltersProps) {
  const { t } = useTranslation("executions");
  const [rare, setRare] = useState<Rare>(search);
  const set = (name: (typeof TEXTS)[number] | "trigger" | "attribute") => (text: string) =>
    setRare({ ...rare, [name]: text || undefined });
  const labelWrong = rare.label !== undefined && !isLabel(rare.label);
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
        {TEXTS.map((name) => (
          <TextInput
            key={name}
            label={t(`filter.${name}`)}
            placeholder={t(`filter.${name}Hint`)}
            error={name === "label" && labelWrong ? t("filter.labelWrong") : undefined}
            value={rare[name] ?? ""}
            onChange={(event) => set(name)(event.currentTarget.value)}
          />
        ))}
        <TagsInput
          label={t("filter.attribute")}
          placeholder={t("filter.attributeHint")}
          splitChars={["\n"]}
          acceptValueOnBlur
          value={attributesOf(rare.attribute)}
          onChange={(values) => set("attribute")(values.join("\n"))}
        />
      </SimpleGrid>
      <Button type="submit" mt="md" fullWidth>
        {t("filter.apply")}
      </Button>
    </form>
  );
}

function trimmed(rare: Rare): Rare {
  const text = (value: string | undefined) => value?.trim() || undefined;
  const found: Rare = { version: rare.version, trigger: text(rare.trigger), attribute: rare.attribute };
  for (const name of TEXTS) found[name] = text(rare[name]);
  return found;
}
