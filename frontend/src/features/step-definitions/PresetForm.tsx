import { Button, Group, Select, Stack, Tabs, TagsInput, Text, TextInput } from "@mantine/core";
import { useForm as useFields } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { replacePreset } from "@/api/step-definitions/replacePreset";
import { savePreset } from "@/api/step-definitions/savePreset";
import { CodeEditor } from "@/components/CodeEditor";
import { ErrorState } from "@/components/ErrorState";
import { notifySuccess } from "@/components/notify";
import { type FormBinding, FormProvider } from "@/components/schema-form/binding";
import { isObject, setIn } from "@/components/schema-form/path";
import { SchemaForm } from "@/components/schema-form/SchemaForm";
import { parseExactly } from "@/lib/exactJson";
import { placeErrors } from "@/lib/formErrors";
import { usePermission } from "@/lib/session";
import { stepTypeKey, useStepTypes } from "@/lib/stepTypes";
import { IDENTITY, newPreset, presetSchema } from "./presetSchema";

type Step = Record<string, unknown>;

interface PresetFormProps {
  stored: Schemas["StepDefinitionOut"] | null;
  onClose: () => void;
}

/** Names, type and fields of a step definition; the fields as a form or as JSON. */
export function PresetForm({ stored, onClose }: PresetFormProps) {
  const { t } = useTranslation("stepDefinitions");
  const readOnly = !usePermission("edit");
  const client = useQueryClient();
  const types = useStepTypes();
  const [step, setStep] = useState<Step | null>(stored?.step ?? null);
  const form = useFields({
    initialValues: {
      name: stored?.name ?? "",
      description: stored?.description ?? "",
      tags: stored?.tags ?? [],
    },
  });
  const save = useMutation({
    mutationFn: (fields: typeof form.values) => {
      const preset = { ...fields, step: step ?? {} };
      return stored ? replacePreset(stored.id, stored.version, preset) : savePreset(preset);
    },
    onSuccess: async ({ name, latestVersion: number }) => {
      await client.invalidateQueries({ queryKey: ["step-definitions"] });
      notifySuccess(t("saved", { name, number }));
      onClose();
    },
    onError: (error) => void placeErrors(form, error),
  });
  const key =
    step &&
    stepTypeKey(
      String(step.stepType),
      typeof step.moduleIdentifier === "string" ? step.moduleIdentifier : null,
    );
  const choose = (next: string | null) => {
    const type = types.all.find((one) => stepTypeKey(one.type, one.module) === next);
    if (type && next !== key) setStep(newPreset(type));
  };
  return (
    <form onSubmit={form.onSubmit((fields) => save.mutate(fields))}>
      <Stack>
        {save.error && <ErrorState error={save.error} />}
        {readOnly && <Text c="dimmed">{t("readOnly")}</Text>}
        <TextInput
          label={t("name")}
          required
          data-autofocus
          disabled={readOnly}
          {...form.getInputProps("name")}
        />
        <TextInput label={t("description")} disabled={readOnly} {...form.getInputProps("description")} />
        <Group grow align="flex-start">
          <Select
            label={t("type")}
            required
            searchable
            disabled={readOnly || stored !== null}
            data={types.all.map((one) => ({ value: stepTypeKey(one.type, one.module), label: one.label }))}
            value={key}
            onChange={choose}
          />
          <TagsInput label={t("tags")} disabled={readOnly} {...form.getInputProps("tags")} />
        </Group>
        {step && <StepFields step={step} onChange={setStep} readOnly={readOnly} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {readOnly ? t("close") : t("cancel")}
          </Button>
          {!readOnly && (
            <Button type="submit" loading={save.isPending} disabled={step === null}>
              {t("save")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

interface FieldsProps {
  step: Step;
  onChange: (step: Step) => void;
  readOnly: boolean;
}

function StepFields({ step, onChange, readOnly }: FieldsProps) {
  const { t } = useTranslation("stepDefinitions");
  const types = useStepTypes();
  const type = types.byStep({
    stepType: String(step.stepType),
    moduleIdentifier: typeof step.moduleIdentifier === "string" ? step.moduleIdentifier : undefined,
  });
  const binding = useMemo<FormBinding>(
    () => ({
      value: step,
      schema: type ? presetSchema(type) : { type: "object" },
      readOnly,
      set: (path, value) => {
        const next = setIn(step, path, value);
        if (isObject(next)) onChange(next);
      },
      issues: () => [],
      keepsDefaults: true,
    }),
    [step, type, readOnly, onChange],
  );
  return (
    <Tabs defaultValue="form" keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="form">{t("form")}</Tabs.Tab>
        <Tabs.Tab value="json">{t("json")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="form">
        <FormProvider binding={binding}>
          <SchemaForm except={IDENTITY} />
        </FormProvider>
      </Tabs.Panel>
      <Tabs.Panel value="json">
        <StepJson step={step} onChange={onChange} readOnly={readOnly} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** The fields as JSON. What cannot be read yet stays in the editor and changes nothing. */
function StepJson({ step, onChange, readOnly }: FieldsProps) {
  const { t } = useTranslation("stepDefinitions");
  const [text, setText] = useState(() => JSON.stringify(step, null, 2));
  const [reason, setReason] = useState<string | null>(null);
  const edit = (next: string) => {
    setText(next);
    try {
      const parsed = parseExactly(next);
      if (!isObject(parsed)) throw new Error(typeof parsed);
      setReason(null);
      onChange(parsed);
    } catch (error) {
      setReason(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Stack gap={4}>
      <CodeEditor
        value={text}
        onChange={edit}
        readOnly={readOnly}
        height={320}
        ariaLabel={t("json")}
        lint
        invalid={reason !== null}
      />
      <Text fz="xs" c={reason ? "var(--mantine-color-error)" : "dimmed"} role="status">
        {reason ? t("badJson", { reason }) : t("jsonHelp")}
      </Text>
    </Stack>
  );
}
