import { Button, Group, Popover, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { Pencil } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { STEP_ID } from "../../../document/rename";
import { useEditor, useEditorStore } from "../../../store";
import { mentionsOf } from "../mentions";

/** The step's id; it opens a small form to give the step another one, and says what is rewritten by that. */
export function StepIdButton({ stepId }: { stepId: string }) {
  const { t } = useTranslation("step");
  const readOnly = useEditor((state) => state.readOnly);
  const [open, setOpen] = useState(false);
  const id = (
    <Text size="xs" ff="monospace" c="dimmed" truncate>
      {stepId}
    </Text>
  );
  if (readOnly) return id;
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      width={320}
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>
        <UnstyledButton
          aria-label={t("rename.open", { id: stepId })}
          onClick={() => setOpen(!open)}
          style={{ minWidth: 0 }}
        >
          <Group gap={4} wrap="nowrap">
            {id}
            <Pencil size={11} aria-hidden color="var(--mantine-color-dimmed)" />
          </Group>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown onKeyDown={(event) => event.key === "Escape" && event.stopPropagation()}>
        <RenameForm stepId={stepId} />
      </Popover.Dropdown>
    </Popover>
  );
}

function RenameForm({ stepId }: { stepId: string }) {
  const { t } = useTranslation("step");
  const store = useEditorStore();
  const [to, setTo] = useState(stepId);
  const { document } = store.getState();
  const { wires, texts } = mentionsOf(document, stepId);
  const taken = to !== stepId && to in document.steps;
  const error = taken ? t("rename.taken") : STEP_ID.test(to) ? undefined : t("rename.malformed");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!error && to !== stepId) store.getState().dispatch("step.rename", { stepId, to });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          data-autofocus
          label={t("rename.label")}
          value={to}
          error={error}
          spellCheck={false}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Text size="xs" c="dimmed">
          {t("rename.rewrites", {
            wires: t("rename.wires", { count: wires }),
            texts: t("rename.texts", { count: texts }),
          })}
        </Text>
        <Button type="submit" size="xs" disabled={error !== undefined || to === stepId}>
          {t("rename.submit")}
        </Button>
      </Stack>
    </form>
  );
}
