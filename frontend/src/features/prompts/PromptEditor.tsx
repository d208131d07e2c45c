import { Alert, Button, Grid, Group, Stack, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { Eye, Pencil, Save, Upload } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { createPromptDraft } from "@/api/prompts/createPromptDraft";
import { publishPrompt } from "@/api/prompts/publishPrompt";
import { renderPrompt } from "@/api/prompts/renderPrompt";
import { CodeEditor } from "@/components/CodeEditor";
import { confirmAction } from "@/components/confirm";
import { ErrorState } from "@/components/ErrorState";
import { notifyError, notifySuccess } from "@/components/notify";
import { usePermission } from "@/lib/session";
import { usePromptDraft } from "./usePromptDraft";
import { typedValue } from "./values";

interface PromptEditorProps {
  promptId: string;
  version: Schemas["PromptVersionOut"];
  onDraft: (number: number) => void;
}

/** The text with its variables, and what a model would get for given values. */
export function PromptEditor({ promptId, version, onDraft }: PromptEditorProps) {
  const { t } = useTranslation("prompts");
  const edits = usePermission("edit");
  const editable = edits && version.status === "draft";
  const draft = usePromptDraft(promptId, version);
  const [values, setValues] = useState<Record<string, string>>({});
  const ask = () =>
    confirmAction({
      title: t("leave"),
      children: <Text>{t("leaveText")}</Text>,
      confirmLabel: t("leaveYes"),
    });
  useBlocker({
    shouldBlockFn: async () => draft.isDirty && !(await ask()),
    enableBeforeUnload: () => draft.isDirty,
  });
  const preview = useMutation({
    mutationFn: async () => {
      if (draft.isDirty) await draft.saveNow();
      const given = Object.entries(values).filter(([, text]) => text !== "");
      return renderPrompt(
        promptId,
        version.number,
        Object.fromEntries(given.map(([name, text]) => [name, typedValue(text)])),
      );
    },
  });
  const found = version.variables.filter((variable) => variable.found);
  return (
    <Stack gap="md">
      <Toolbar
        promptId={promptId}
        version={version}
        draft={draft}
        editable={editable}
        edits={edits}
        onDraft={onDraft}
      />
      {draft.conflict && (
        <Alert color="yellow" title={t("conflict")}>
          <Stack gap="sm">
            {t("conflictText")}
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={() => void draft.takeTheirs().catch(notifyError)}>
                {t("takeTheirs")}
              </Button>
              <Button size="xs" onClick={() => void draft.keepMine().catch(notifyError)}>
                {t("keepMine")}
              </Button>
            </Group>
          </Stack>
        </Alert>
      )}
      {draft.save.error && !draft.conflict && <ErrorState error={draft.save.error} />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <CodeEditor
            value={draft.text}
            onChange={draft.setText}
            language="liquid"
            readOnly={!editable}
            height={420}
            ariaLabel={t("text")}
            gutter
          />
          <Text fz="xs" c="dimmed" mt={4}>
            {editable ? t("textHelp", { example: "{{ name }}" }) : t("readOnly")}
          </Text>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="sm">
            <Title order={2}>{t("variables")}</Title>
            <Text fz="sm" c="dimmed">
              {found.length > 0 ? t("variablesHelp") : t("noVariables")}
            </Text>
            {found.map(({ name }) => (
              <Textarea
                key={name}
                label={name}
                autosize
                minRows={1}
                maxRows={6}
                value={values[name] ?? ""}
                onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
              />
            ))}
            <Button
              variant="default"
              leftSection={<Eye size={16} aria-hidden />}
              loading={preview.isPending}
              onClick={() => preview.mutate()}
            >
              {t("preview")}
            </Button>
            {preview.error && <ErrorState error={preview.error} />}
            {preview.data !== undefined && (
              <CodeEditor
                value={preview.data}
                language="text"
                readOnly
                height={220}
                ariaLabel={t("preview")}
              />
            )}
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

interface ToolbarProps extends PromptEditorProps {
  draft: ReturnType<typeof usePromptDraft>;
  editable: boolean;
  edits: boolean;
}

function Toolbar({ promptId, version, draft, editable, edits, onDraft }: ToolbarProps) {
  const { t } = useTranslation("prompts");
  const publishes = usePermission("publish");
  const client = useQueryClient();
  const number = version.number;
  const refresh = () => client.invalidateQueries({ queryKey: ["prompts"] });
  const publish = useMutation({
    mutationFn: async () => {
      if (draft.isDirty) await draft.saveNow();
      await publishPrompt(promptId, number, "");
    },
    onSuccess: async () => {
      await refresh();
      notifySuccess(t("publishedNow", { number }));
    },
    onError: notifyError,
  });
  const next = useMutation({
    mutationFn: () => createPromptDraft(promptId, number),
    onSuccess: async (made) => {
      await refresh();
      onDraft(made.number);
    },
    onError: notifyError,
  });
  const askPublish = async () => {
    const children = <Text>{t("publishText")}</Text>;
    if (await confirmAction({ title: t("publishTitle", { number }), children, confirmLabel: t("publish") }))
      publish.mutate();
  };
  return (
    <Group gap="xs">
      {editable && (
        <Button
          leftSection={<Save size={16} aria-hidden />}
          variant="default"
          disabled={!draft.isDirty}
          loading={draft.save.isPending}
          onClick={() => void draft.saveNow().catch(() => undefined)}
        >
          {t("save")}
        </Button>
      )}
      {editable && publishes && (
        <Button
          leftSection={<Upload size={16} aria-hidden />}
          loading={publish.isPending}
          onClick={() => void askPublish()}
        >
          {t("publish")}
        </Button>
      )}
      {!editable && edits && (
        <Button
          leftSection={<Pencil size={16} aria-hidden />}
          variant="default"
          loading={next.isPending}
          onClick={() => next.mutate()}
        >
          {t("newDraft")}
        </Button>
      )}
      {editable && (
        <Text fz="sm" c="dimmed" role="status">
          {draft.isDirty ? t("unsaved") : t("saved")}
        </Text>
      )}
    </Group>
  );
}
