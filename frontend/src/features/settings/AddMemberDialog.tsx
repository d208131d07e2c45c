import { Button, Group, Modal, Stack, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { addMember } from "@/api/members/addMember";
import { CopyButton } from "@/components/CopyButton";
import { ErrorState } from "@/components/ErrorState";
import { notifySuccess } from "@/components/notify";
import { placeErrors } from "@/lib/formErrors";
import { newPassword } from "./password";
import { RoleSelect } from "./RoleSelect";

interface Fields {
  username: string;
  role: Schemas["Role"];
  isNew: boolean;
  password: string;
}

/** Adds somebody: an account that exists, or a new one with a first password. */
export function AddMemberDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("settings");
  return (
    <Modal opened={opened} onClose={onClose} title={t("members.add")}>
      <AddMemberForm onClose={onClose} />
    </Modal>
  );
}

function AddMemberForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const form = useForm<Fields>({
    initialValues: { username: "", role: "editor", isNew: true, password: newPassword() },
  });
  const add = useMutation({
    mutationFn: ({ username, role, isNew, password }: Fields) =>
      addMember({ username, role, password: isNew ? password : null }),
    onSuccess: async ({ username }) => {
      await client.invalidateQueries({ queryKey: ["members"] });
      notifySuccess(t("members.added", { name: username }));
      onClose();
    },
    onError: (error) => void placeErrors(form, error),
  });
  const unplaced = add.error && Object.keys(form.errors).length === 0;
  return (
    <form onSubmit={form.onSubmit((fields) => add.mutate(fields))} noValidate={false}>
      <Stack>
        {unplaced && <ErrorState error={add.error} />}
        <TextInput
          label={t("members.name")}
          required
          data-autofocus
          autoComplete="off"
          {...form.getInputProps("username")}
        />
        <RoleSelect
          label={t("members.role")}
          value={form.values.role}
          onChange={(role) => form.setFieldValue("role", role)}
        />
        <Switch
          label={t("members.newUser")}
          description={t("members.newUserHelp")}
          {...form.getInputProps("isNew", { type: "checkbox" })}
        />
        {form.values.isNew && (
          <TextInput
            label={t("members.password")}
            description={t("members.passwordHelp")}
            required
            autoComplete="new-password"
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            rightSection={<CopyButton value={form.values.password} />}
            {...form.getInputProps("password")}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {t("members.add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
