import { Modal, Stack, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/problem";
import { savePreset } from "@/api/step-definitions/savePreset";
import { DialogButtons } from "@/components/DialogButtons";
import { ErrorState } from "@/components/ErrorState";
import { notifySuccess } from "@/components/notify";
import type { StepInstance } from "@/lib/definition/types";
import { paths } from "@/lib/paths";
import { useEditorStore } from "../../../store";
import { linkedFields, presetOf } from "../preset";

/** Makes a preset of the step that other flows can use, and if wanted links the step to it. */
export function SavePresetDialog({ step, onClose }: { step: StepInstance; onClose: () => void }) {
  const { t } = useTranslation("step");
  const store = useEditorStore();
  const client = useQueryClient();
  const [name, setName] = useState(step.displayName || step.stepInstanceId);
  const [description, setDescription] = useState(step.description ?? "");
  const [link, setLink] = useState(false);
  const save = useMutation({
    mutationFn: () => savePreset({ name, description, tags: [], step: presetOf(step) }),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ["step-definitions"] });
      if (link)
        store.getState().dispatch("step.set", {
          stepId: step.stepInstanceId,
          fields: linkedFields(step, made.id, made.version),
          gesture: t("preset.gestureUse", { name: made.name }),
        });
      notifySuccess(t("preset.saved", { name: made.name }), { to: paths.stepDefinitions() });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") save.mutate();
  };
  const fields = save.error instanceof ApiError ? save.error.fields : {};
  return (
    <Modal opened onClose={onClose} title={t("preset.saveTitle")} centered>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t("preset.saveHelp")}
          </Text>
          <TextInput
            data-autofocus
            label={t("preset.name")}
            required
            value={name}
            error={fields.name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t("preset.description")}
            autosize
            minRows={2}
            value={description}
            error={fields.description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Switch
            label={t("preset.link")}
            description={t("preset.linkHelp")}
            checked={link}
            onChange={(event) => setLink(event.currentTarget.checked)}
          />
          {save.error && <ErrorState error={save.error} />}
          <DialogButtons submit={t("preset.save")} onCancel={onClose} loading={save.isPending} />
        </Stack>
      </form>
    </Modal>
  );
}
