import { Stack, Text, Textarea } from "@mantine/core";
import { modals } from "@mantine/modals";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { DialogButtons } from "@/components/DialogButtons";
import { i18next } from "@/lib/i18n";

/** Asks before a version goes live: what changed, for people. Null when the person leaves it. */
export function askForNote(number: number, live: number | null): Promise<string | null> {
  return new Promise((resolve) => {
    const id = modals.open({
      title: i18next.t("publish.title", { ns: "flows", number }),
      onClose: () => resolve(null),
      children: (
        <NoteForm
          live={live}
          onCancel={() => modals.close(id)}
          onSubmit={(note) => {
            resolve(note);
            modals.close(id);
          }}
        />
      ),
    });
  });
}

interface NoteFormProps {
  live: number | null;
  onSubmit: (note: string) => void;
  onCancel: () => void;
}

function NoteForm({ live, onSubmit, onCancel }: NoteFormProps) {
  const { t } = useTranslation("flows");
  const [note, setNote] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(note.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text fz="sm">{live === null ? t("publish.first") : t("publish.replaces", { live })}</Text>
        <Textarea
          label={t("publish.note")}
          description={t("publish.noteHint")}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          autosize
          minRows={2}
          maxRows={8}
          data-autofocus
        />
        <DialogButtons submit={t("publish.submit")} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
