import { Group, TextInput, Title } from "@mantine/core";
import { Pencil } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { notifyError } from "@/components/notify";
import { usePermission } from "@/lib/session";
import type { Flow } from "../flowStatus";
import { useSaveFlow } from "./useSaveFlow";

/** The flow's name as the page's heading, changed in place: Enter saves, Escape leaves it as it was. */
export function FlowTitle({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  const edits = usePermission("edit");
  const [text, setText] = useState<string | null>(null);
  const save = useSaveFlow(flow.id);
  const finish = () => {
    const name = text?.trim();
    setText(null);
    if (!name || name === flow.name) return;
    const putBack = (error: Error) => {
      notifyError(error);
      setText(name);
    };
    save.mutate({ name }, { onError: putBack });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") finish();
    if (event.key === "Escape") setText(null);
  };
  if (text !== null)
    return (
      <TextInput
        aria-label={t("title.name")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={finish}
        onKeyDown={onKeyDown}
        maxLength={200}
        maw={520}
        autoFocus
        size="md"
      />
    );
  return (
    <Group gap={4} wrap="nowrap">
      <Title order={1} tabIndex={-1} style={{ overflowWrap: "anywhere" }}>
        {save.isPending ? (save.variables.name ?? flow.name) : flow.name}
      </Title>
      {edits && (
        <IconButton
          icon={Pencil}
          iconSize={14}
          size="md"
          label={t("title.rename")}
          onClick={() => setText(flow.name)}
        />
      )}
    </Group>
  );
}
