import { Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { createPrompt } from "@/api/prompts/createPrompt";
import { DialogButtons } from "@/components/DialogButtons";
import { ErrorState } from "@/components/ErrorState";
import { placeErrors } from "@/lib/formErrors";
import { paths } from "@/lib/paths";

/** Names a prompt and opens it. */
export function CreatePromptDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("prompts");
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({ initialValues: { name: "", description: "" } });
  const create = useMutation({
    mutationFn: createPrompt,
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ["prompts"] });
      await navigate({ to: paths.prompt(id) });
    },
    onError: (error) => void placeErrors(form, error),
  });
  return (
    <Modal opened={opened} onClose={onClose} title={t("create")}>
      <form onSubmit={form.onSubmit((fields) => create.mutate(fields))}>
        <Stack>
          {create.error && Object.keys(form.errors).length === 0 && <ErrorState error={create.error} />}
          <TextInput label={t("name")} required data-autofocus {...form.getInputProps("name")} />
          <Textarea label={t("description")} autosize minRows={2} {...form.getInputProps("description")} />
          <DialogButtons submit={t("create")} onCancel={onClose} loading={create.isPending} />
        </Stack>
      </form>
    </Modal>
  );
}
