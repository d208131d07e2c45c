import { Button, Card, Group, Stack, TagsInput, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { Archive, ArchiveRestore } from "lucide-react";
import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { flowTagsQuery } from "@/api/flows/flowTags";
import { notifyError, notifySuccess } from "@/components/notify";
import { sameJson } from "@/components/schema-form/path";
import { placeErrors } from "@/lib/formErrors";
import { usePermission } from "@/lib/session";
import { type Flow, flowStatus } from "../flowStatus";
import { useFlowActions } from "../useFlowActions";
import { Limits } from "./Limits";
import { useSaveFlow } from "./useSaveFlow";

/** Names, tags, the limits of its runs, and putting it away. */
export function SettingsTab({ flow }: { flow: Flow }) {
  return (
    <Stack gap="lg" maw={720}>
      <NamesCard flow={flow} />
      <Limits flow={flow} />
      <ArchiveCard flow={flow} />
    </Stack>
  );
}

type Names = Pick<Flow, "name" | "description" | "tags">;

const namesOf = ({ name, description, tags }: Flow): Names => ({ name, description, tags });

/** What is different in `after`. */
function changed(before: Names, after: Names): Partial<Names> {
  return {
    ...(after.name !== before.name && { name: after.name }),
    ...(after.description !== before.description && { description: after.description }),
    ...(!sameJson(after.tags, before.tags) && { tags: after.tags }),
  };
}

function NamesCard({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  const edits = usePermission("edit");
  const tags = useQuery({ ...flowTagsQuery(), enabled: edits });
  const save = useSaveFlow(flow.id);
  const form = useForm<Names>({
    initialValues: namesOf(flow),
    validate: { name: (name) => (name.trim() ? null : t("new.nameMissing")) },
  });
  const shown = useRef(namesOf(flow));
  // Where nobody typed the form follows what others save; what was typed stays.
  const follow = useEffectEvent((next: Names) => {
    const typed = changed(shown.current, form.getValues());
    shown.current = next;
    form.setValues({ ...next, ...typed });
    form.resetDirty(next);
  });
  useEffect(() => follow(namesOf(flow)), [flow]);
  const submit = form.onSubmit(async (values) => {
    const typed = { ...values, name: values.name.trim() };
    form.setFieldValue("name", typed.name);
    try {
      await save.mutateAsync(changed(shown.current, typed));
      notifySuccess(t("done.saved"));
    } catch (error) {
      if (!placeErrors(form, error)) notifyError(error);
    }
  });
  return (
    <Card p="lg">
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Title order={2}>{t("settings.names")}</Title>
          <TextInput
            label={t("new.name")}
            maxLength={200}
            readOnly={!edits}
            {...form.getInputProps("name")}
          />
          <Textarea
            label={t("new.description")}
            autosize
            minRows={2}
            maxRows={10}
            readOnly={!edits}
            {...form.getInputProps("description")}
          />
          <TagsInput
            label={t("new.tags")}
            data={(tags.data ?? []).map((one) => one.tag)}
            readOnly={!edits}
            {...form.getInputProps("tags")}
          />
          {edits && (
            <Group justify="flex-end">
              <Button type="submit" disabled={!form.isDirty()} loading={save.isPending}>
                {t("save")}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Card>
  );
}

function ArchiveCard({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  const actions = useFlowActions(flow);
  if (!usePermission("edit")) return null;
  const archived = flowStatus(flow) === "archived";
  return (
    <Card p="lg">
      <Group justify="space-between" gap="md">
        <Stack gap={2} flex="1 1 260px">
          <Title order={2}>{archived ? t("settings.restore") : t("settings.archive")}</Title>
          <Text c="dimmed">{archived ? t("settings.restoreText") : t("archive.text")}</Text>
        </Stack>
        {archived ? (
          <Button leftSection={<ArchiveRestore size={15} aria-hidden />} onClick={actions.restore}>
            {t("action.restore")}
          </Button>
        ) : (
          <Button
            variant="light"
            color="red"
            leftSection={<Archive size={15} aria-hidden />}
            onClick={actions.archive}
          >
            {t("action.archive")}
          </Button>
        )}
      </Group>
    </Card>
  );
}
