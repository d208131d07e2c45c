import { Badge, Box, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { presetOptionsQuery } from "@/api/step-definitions/presetOptions";
import { presetVersionQuery } from "@/api/step-definitions/presetVersion";
import { ErrorState } from "@/components/ErrorState";
import { NumberField } from "@/components/schema-form/fields/basic";
import { FieldBox } from "@/components/schema-form/fields/FieldBox";
import { SearchSelect } from "@/components/schema-form/fields/SearchSelect";
import form from "@/components/schema-form/form.module.css";
import { isObject } from "@/components/schema-form/path";
import type { StepInstance } from "@/lib/definition/types";
import { useEditor, useEditorStore } from "../../store";
import { detachedFields, linkedFields } from "./preset";

/** The preset that a step inherits from: choose one, see what it gives, or let go of it. */
export function PresetFields({ step }: { step: StepInstance }) {
  const id = step.stepDefinitionId;
  return id ? <LinkedPreset step={step} id={id} /> : <ChoosePreset step={step} />;
}

function ChoosePreset({ step }: { step: StepInstance }) {
  const { t } = useTranslation("step");
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search, 200);
  const { data = [], isFetching } = useQuery(presetOptionsQuery(asked));
  const [chosen, setChosen] = useState<string | null>(null);
  const preset = useQuery({ ...presetVersionQuery(chosen ?? ""), enabled: chosen !== null });
  const content = preset.data;
  const fits =
    content !== undefined &&
    content.step.stepType === step.stepType &&
    (content.step.moduleIdentifier ?? null) === (step.moduleIdentifier ?? null);
  const use = () => {
    if (!content) return;
    store.getState().dispatch("step.set", {
      stepId: step.stepInstanceId,
      fields: linkedFields(step, content.id, content.version, content.step),
      gesture: t("preset.gestureUse", { name: content.name }),
    });
  };
  return (
    <FieldBox id="stepDefinitionId">
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {t("preset.none")}
        </Text>
        {!readOnly && (
          <SearchSelect
            label={t("preset.choose")}
            value={chosen ?? ""}
            shown={content?.name ?? ""}
            placeholder={t("preset.search")}
            choices={data.map((each) => ({
              value: each.id,
              label: each.name,
              note: `v${each.latestVersion}`,
            }))}
            loading={isFetching}
            onSearch={setSearch}
            onChange={(next) => setChosen(next === "" ? null : next)}
          />
        )}
        {preset.error && <ErrorState error={preset.error} />}
        {content && !fits && (
          <Text size="sm" c="red" role="status">
            {t("preset.otherType", { type: String(content.step.stepType) })}
          </Text>
        )}
        {content && fits && (
          <>
            <Inherited fields={content.step} />
            <Button size="xs" w="fit-content" onClick={use}>
              {t("preset.use")}
            </Button>
          </>
        )}
      </Stack>
    </FieldBox>
  );
}

function LinkedPreset({ step, id }: { step: StepInstance; id: string }) {
  const { t } = useTranslation("step");
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const { data, error, isLoading } = useQuery(
    presetVersionQuery(id, step.stepDefinitionVersion ?? undefined),
  );
  const detach = () => {
    if (!data) return;
    const fields = detachedFields(step, data.step);
    store.getState().dispatch("step.set", {
      stepId: step.stepInstanceId,
      fields,
      gesture: t("preset.gestureDetach", { name: data.name }),
    });
  };
  if (isLoading) return <Skeleton h={90} radius="md" aria-busy />;
  return (
    <FieldBox id="stepDefinitionId">
      <Stack gap="xs">
        {error && <ErrorState error={error} />}
        {data && (
          <>
            <Group gap="xs">
              <Text size="sm" fw={500}>
                {data.name}
              </Text>
              <Badge variant="light" size="sm">
                v{data.version}
              </Badge>
              {data.latestVersion > data.version && (
                <Text size="xs" c="dimmed">
                  {t("preset.newer", { version: data.latestVersion })}
                </Text>
              )}
            </Group>
            <Inherited fields={data.step} />
          </>
        )}
        <NumberField
          path={["stepDefinitionVersion"]}
          label={t("preset.version")}
          placeholder={t("preset.latest")}
        />
        {!readOnly && data && (
          <Button size="xs" variant="default" w="fit-content" onClick={detach}>
            {t("preset.detach")}
          </Button>
        )}
      </Stack>
    </FieldBox>
  );
}

function Inherited({ fields }: { fields: unknown }) {
  const { t } = useTranslation("step");
  const shown = isObject(fields) ? fields : {};
  return (
    <Box
      component="pre"
      m={0}
      className={form.preview}
      tabIndex={0}
      role="region"
      aria-label={t("preset.inherited")}
    >
      {JSON.stringify(shown, null, 2)}
    </Box>
  );
}
