import { Alert, Button, Code, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createApiKey } from "@/api/apiKeys/createApiKey";
import type { Schemas } from "@/api/client";
import { CopyButton } from "@/components/CopyButton";
import { ErrorState } from "@/components/ErrorState";
import { placeErrors } from "@/lib/formErrors";
import { RoleSelect } from "./RoleSelect";

const LIVES = ["days30", "days90", "days365", "never"] as const;
const DAYS: Record<string, number | undefined> = { days30: 30, days90: 90, days365: 365 };
const DAY_MS = 86_400_000;

interface Fields {
  name: string;
  role: Schemas["Role"];
  life: string;
}

/** Makes a key and shows its secret, once. */
export function CreateKeyDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    setSecret(null);
    onClose();
  };
  const made = secret !== null;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={made ? t("keys.madeTitle") : t("keys.create")}
      closeOnClickOutside={!made}
      closeOnEscape={!made}
      size="lg"
    >
      {made ? <MadeKey secret={secret} onDone={close} /> : <KeyForm onMade={setSecret} />}
    </Modal>
  );
}

function KeyForm({ onMade }: { onMade: (secret: string) => void }) {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const form = useForm<Fields>({ initialValues: { name: "", role: "operator", life: "days90" } });
  const create = useMutation({
    mutationFn: ({ name, role, life }: Fields) => {
      const days = DAYS[life];
      const expiresAt = days === undefined ? null : new Date(Date.now() + days * DAY_MS).toISOString();
      return createApiKey({ name, role, expiresAt });
    },
    onSuccess: async ({ key }) => {
      onMade(key);
      await client.invalidateQueries({ queryKey: ["apiKeys"] });
    },
    onError: (error) => void placeErrors(form, error),
  });
  return (
    <form onSubmit={form.onSubmit((fields) => create.mutate(fields))}>
      <Stack>
        {create.error && Object.keys(form.errors).length === 0 && <ErrorState error={create.error} />}
        <TextInput
          label={t("keys.name")}
          description={t("keys.nameHelp")}
          required
          data-autofocus
          {...form.getInputProps("name")}
        />
        <RoleSelect
          label={t("keys.role")}
          value={form.values.role}
          onChange={(role) => form.setFieldValue("role", role)}
        />
        <Select
          label={t("keys.expires")}
          data={LIVES.map((life) => ({ value: life, label: t(`keys.${life}`) }))}
          allowDeselect={false}
          {...form.getInputProps("life")}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending}>
            {t("keys.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function MadeKey({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useTranslation("settings");
  const example = `curl -H "Authorization: Bearer ${secret}" ${location.origin}/api/v1/flows/`;
  return (
    <Stack>
      <Alert color="yellow" icon={<TriangleAlert size={18} aria-hidden />}>
        {t("keys.madeText")}
      </Alert>
      <Group wrap="nowrap" gap="xs" align="flex-start">
        <Code block flex={1} style={{ wordBreak: "break-all", whiteSpace: "pre-wrap" }}>
          {secret}
        </Code>
        <CopyButton value={secret} label={t("keys.copyKey")} size="lg" />
      </Group>
      <Text fz="sm">{t("keys.try")}</Text>
      <Group wrap="nowrap" gap="xs" align="flex-start">
        <Code block flex={1} style={{ wordBreak: "break-all", whiteSpace: "pre-wrap" }}>
          {example}
        </Code>
        <CopyButton value={example} label={t("keys.copyExample")} size="lg" />
      </Group>
      <Group justify="flex-end">
        <Button onClick={onDone}>{t("keys.done")}</Button>
      </Group>
    </Stack>
  );
}
