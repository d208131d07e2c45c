import { Button, PasswordInput, Select, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { saveCredential } from "@/api/credentials/saveCredential";
import { DialogButtons } from "@/components/DialogButtons";
import { EditDialog } from "@/components/EditDialog";
import { ErrorState } from "@/components/ErrorState";
import { notifySuccess } from "@/components/notify";
import { placeErrors } from "@/lib/formErrors";

type Credential = Schemas["CredentialOut"];
type Kind = Schemas["CredentialKind"];

/** What the value of each kind consists of; the second of a pair is the secret. */
const PARTS: Record<
  Kind,
  readonly { name: "token" | "username" | "password" | "clientId" | "clientSecret"; secret: boolean }[]
> = {
  token: [{ name: "token", secret: true }],
  basic: [
    { name: "username", secret: false },
    { name: "password", secret: true },
  ],
  oauth2_client: [
    { name: "clientId", secret: false },
    { name: "clientSecret", secret: true },
  ],
};
const KINDS = Object.keys(PARTS) as Kind[];

interface Fields {
  name: string;
  kind: Kind;
  allowedHosts: string[];
  value: Record<string, string>;
}

interface CredentialDialogProps {
  edited: Credential | "new" | null;
  onClose: () => void;
}

/** The form of a credential. A stored value can be replaced, never read. */
export function CredentialDialog({ edited, onClose }: CredentialDialogProps) {
  const { t } = useTranslation("connections");
  const titles = { create: t("credential.create"), edit: t("credential.editTitle") };
  return (
    <EditDialog edited={edited} titles={titles} onClose={onClose}>
      {(stored) => <CredentialForm stored={stored} onClose={onClose} />}
    </EditDialog>
  );
}

function CredentialForm({ stored, onClose }: { stored: Credential | null; onClose: () => void }) {
  const { t } = useTranslation("connections");
  const client = useQueryClient();
  const [replaces, setReplaces] = useState(stored === null);
  const form = useForm<Fields>({
    initialValues: {
      name: stored?.name ?? "",
      kind: stored?.kind ?? "token",
      allowedHosts: stored?.allowedHosts ?? [],
      value: {},
    },
  });
  const save = useMutation({
    mutationFn: (fields: Fields) => saveCredential(credentialOf(fields, replaces), stored?.id ?? null),
    onSuccess: async ({ name }) => {
      form.setFieldValue("value", {});
      await client.invalidateQueries({ queryKey: ["credentials"] });
      notifySuccess(t("saved", { name }));
      onClose();
    },
    onError: (error) => void placeErrors(form, error),
  });
  return (
    <form onSubmit={form.onSubmit((fields) => save.mutate(fields))} autoComplete="off">
      <Stack>
        {save.error && <ErrorState error={save.error} />}
        <TextInput label={t("name")} required data-autofocus {...form.getInputProps("name")} />
        <Select
          label={t("credential.kind")}
          data={KINDS.map((kind) => ({ value: kind, label: t(`credential.kinds.${kind}`) }))}
          allowDeselect={false}
          disabled={!replaces}
          {...form.getInputProps("kind")}
        />
        <TagsInput
          label={t("credential.hosts")}
          description={t("credential.hostsHelp")}
          required={form.values.allowedHosts.length === 0}
          acceptValueOnBlur
          {...form.getInputProps("allowedHosts")}
        />
        {replaces ? <ValueFields form={form} /> : <Text c="dimmed">{t("credential.stored")}</Text>}
        {stored && (
          <Button
            variant="subtle"
            size="xs"
            style={{ alignSelf: "flex-start" }}
            onClick={() => setReplaces(!replaces)}
          >
            {replaces ? t("credential.keep") : t("credential.replace")}
          </Button>
        )}
        <DialogButtons submit={t("save")} onCancel={onClose} loading={save.isPending} />
      </Stack>
    </form>
  );
}

function ValueFields({ form }: { form: UseFormReturnType<Fields> }) {
  const { t } = useTranslation("connections");
  return PARTS[form.values.kind].map(({ name, secret }) => {
    const Input = secret ? PasswordInput : TextInput;
    return (
      <Input
        key={name}
        label={t(`credential.${name}`)}
        description={secret ? t("credential.stored") : undefined}
        required
        autoComplete="off"
        value={form.values.value[name] ?? ""}
        error={form.errors[name]}
        onChange={(event) => form.setFieldValue(`value.${name}`, event.currentTarget.value)}
      />
    );
  });
}

/** The body to send: only the parts of the chosen kind, and none when the stored value stays. */
function credentialOf(
  { name, kind, allowedHosts, value }: Fields,
  replaces: boolean,
): Schemas["CredentialReplaceRequest"] {
  const parts = Object.fromEntries(PARTS[kind].map((part) => [part.name, value[part.name] ?? ""]));
  return { name, kind, allowedHosts, value: replaces ? parts : null };
}
