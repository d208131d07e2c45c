import { Alert, Button, FileButton, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { FileUp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import { DialogButtons } from "@/components/DialogButtons";
import { useDialog } from "../session";
import { useEditorStore } from "../store";
import { readImport } from "./readImport";

/** Brings a definition from a file or the clipboard into this draft: in place of what is there, or beside it. */
export function ImportDialog() {
  const { dialog, show } = useDialog();
  const { t } = useTranslation("flow-editor");
  return (
    <Modal opened={dialog === "import"} onClose={() => show("none")} title={t("import.title")} size="lg">
      <ImportForm onDone={() => show("none")} />
    </Modal>
  );
}

function ImportForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const [text, setText] = useState("");
  const [way, setWay] = useState<"replace" | "append">("replace");
  const reading = text.trim() === "" ? null : readImport(text);
  const take = () => {
    if (!reading?.document) return;
    if (way === "replace")
      store.getState().dispatch("flow.replace", { document: reading.document, gesture: t("import.gesture") });
    else store.getState().dispatch("selection.paste", { text: JSON.stringify(reading.document) });
    onDone();
  };
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text fz="sm" c="dimmed">
          {t("import.text")}
        </Text>
        <FileButton accept="application/json,.json" onChange={(file) => void file?.text().then(setText)}>
          {(props) => (
            <Button {...props} variant="default" size="xs" leftSection={<FileUp size={14} aria-hidden />}>
              {t("import.file")}
            </Button>
          )}
        </FileButton>
      </Group>
      <CodeEditor value={text} onChange={setText} lint height={220} ariaLabel={t("import.json")} />
      {reading && !reading.document && (
        <Alert color="red" role="status">
          {reading.reason}
        </Alert>
      )}
      {reading?.document && (
        <Text fz="sm" role="status">
          {t("import.found", { count: Object.keys(reading.document.steps).length })}
        </Text>
      )}
      <Radio.Group
        label={t("import.way")}
        value={way}
        onChange={(value) => setWay(value === "append" ? "append" : "replace")}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="replace" label={t("import.replace")} />
          <Radio value="append" label={t("import.append")} />
        </Stack>
      </Radio.Group>
      <DialogButtons
        submit={t("import.take")}
        onCancel={onDone}
        onSubmit={take}
        disabled={!reading?.document}
      />
    </Stack>
  );
}
