import { SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { saveConnection } from "@/api/connections/saveConnection";
import { listCredentialsQuery } from "@/api/credentials/listCredentials";
import { rowsOf } from "@/api/pages";
import { DialogButtons } from "@/components/DialogButtons";
import { EditDialog } from "@/components/EditDialog";
import { ErrorState } from "@/components/ErrorState";
import { notifySuccess } from "@/components/notify";
import { placeErrors } from "@/lib/formErrors";
import { type ConnectionFields, connectionOf, fieldsOf, neededCredential } from "./fields";
import { HttpFields } from "./HttpFields";
import { LlmFields } from "./LlmFields";

type Connection = Schemas["ConnectionOut"];

interface ConnectionDialogProps {
  edited: Connection | "new" | null;
  onClose: () => void;
}

/** The form of a connection. It holds no secret: that is in a credential. */
export function ConnectionDialog({ edited, onClose }: ConnectionDialogProps) {
  const { t } = useTranslation("connections");
  const titles = { create: t("connection.create"), edit: t("connection.editTitle") };
  return (
    <EditDialog edited={edited} titles={titles} onClose={onClose}>
      {(stored) => <ConnectionForm stored={stored} onClose={onClose} />}
    </EditDialog>
  );
}

function ConnectionForm({ stored, onClose }: { stored: Connection | null; onClose: () => void }) {
  const { t } = useTranslation("connections");
  const client = useQueryClient();
  const form = useForm<ConnectionFields>({ initialValues: fieldsOf(stored) });
  const credentials = useInfiniteQuery(listCredentialsQuery());
  const needed = neededCredential(form.values);
  const fitting = rowsOf(credentials.data).filter((one) => one.kind === needed);
  const save = useMutation({
    mutationFn: (fields: ConnectionFields) =>
      saveConnection(connectionOf(fields, stored), stored?.id ?? null),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: ["connections"] });
      notifySuccess(t("saved", { name }));
      onClose();
    },
    onError: (error) => void placeErrors(form, error),
  });
  return (
    <form onSubmit={form.onSubmit((fields) => save.mutate(fields))}>
      <Stack>
        {save.error && <ErrorState error={save.error} />}
        <SegmentedControl
          aria-label={t("connection.kind")}
          data={(["HTTP", "LLM"] as const).map((kind) => ({
            value: kind,
            label: t(`connection.kinds.${kind}`),
          }))}
          disabled={stored !== null}
          {...form.getInputProps("kind")}
        />
        <TextInput label={t("name")} required data-autofocus {...form.getInputProps("name")} />
        {form.values.kind === "HTTP" ? <HttpFields form={form} /> : <LlmFields form={form} />}
        {needed && (
          <Select
            label={t("connection.credential")}
            description={t("connection.credentialHelp")}
            placeholder={t("connection.noCredential")}
            data={fitting.map((one) => ({ value: one.id, label: one.name }))}
            clearable
            searchable
            {...form.getInputProps("credentialId")}
          />
        )}
        <DialogButtons submit={t("save")} onCancel={onClose} loading={save.isPending} />
      </Stack>
    </form>
  );
}
