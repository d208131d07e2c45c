import { Modal, Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { createFlow } from "@/api/flows/createFlow";
import { flowTagsQuery } from "@/api/flows/flowTags";
import { linkTarget } from "@/components/AppLink";
import { DialogButtons } from "@/components/DialogButtons";
import { notifyError } from "@/components/notify";
import { placeErrors } from "@/lib/formErrors";
import { paths } from "@/lib/paths";

/** Asks for a name, makes the flow and opens its draft. */
export function NewFlowDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("flows");
  const tags = useQuery(flowTagsQuery());
  const queryClient = useQueryClient();
  const router = useRouter();
  const form = useForm({
    initialValues: { name: "", description: "", tags: [] as string[] },
    validate: { name: (name) => (name.trim() ? null : t("new.nameMissing")) },
  });
  const make = useMutation({
    mutationFn: createFlow,
    onSuccess: async (flow) => {
      await router.navigate(linkTarget(paths.editor(flow.id, flow.latestVersion)));
      await queryClient.invalidateQueries({ queryKey: ["flows"] });
    },
    onError: (error) => {
      if (!placeErrors(form, error)) notifyError(error);
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("new.title")}>
      <form
        onSubmit={form.onSubmit((values) => make.mutate({ ...values, name: values.name.trim() }))}
        noValidate
      >
        <Stack gap="md">
          <TextInput
            label={t("new.name")}
            placeholder={t("new.namePlaceholder")}
            maxLength={200}
            required
            data-autofocus
            {...form.getInputProps("name")}
          />
          <Textarea
            label={t("new.description")}
            autosize
            minRows={2}
            maxRows={6}
            {...form.getInputProps("description")}
          />
          <TagsInput
            label={t("new.tags")}
            data={(tags.data ?? []).map((one) => one.tag)}
            maxTags={50}
            clearable
            {...form.getInputProps("tags")}
          />
          <DialogButtons submit={t("new.submit")} onCancel={onClose} loading={make.isPending} />
        </Stack>
      </form>
    </Modal>
  );
}
