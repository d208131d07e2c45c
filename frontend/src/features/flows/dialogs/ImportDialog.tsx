import { Alert, Button, FileButton, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, FileUp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import { ErrorState } from "@/components/ErrorState";
import { notifySuccess } from "@/components/notify";
import { paths } from "@/lib/paths";
import { ImportReport } from "./ImportReport";
import { type ImportSource, type Report, readSource, runImport, tryImport } from "./importSource";

/** Imports a file or a text: first it is only tried and the person sees what would happen. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("flows");
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const [fileName, setFileName] = useState("");
  const [checked, setChecked] = useState<{ source: ImportSource; report: Report } | null>(null);
  const check = useMutation({
    mutationFn: async (wanted: { text: string; fallback: string }) => {
      const source = readSource(wanted.text, wanted.fallback);
      return { source, report: await tryImport(source) };
    },
    onSuccess: setChecked,
  });
  const run = useMutation({
    mutationFn: runImport,
    onSuccess: async ({ created }) => {
      await queryClient.invalidateQueries();
      const flow = created.find((one) => one.kind === "flow" && one.id);
      notifySuccess(
        t("import.done", { count: created.length }),
        flow?.id ? { to: paths.flow(flow.id), label: t("import.open") } : undefined,
      );
      onClose();
    },
  });
  const take = async (file: File | null) => {
    if (!file) return;
    const content = await file.text();
    setText(content);
    setFileName(file.name);
    check.mutate({ text: content, fallback: file.name.replace(/\.json$/i, "") });
  };
  const fallback = fileName.replace(/\.json$/i, "") || t("import.unnamed");
  return (
    <Modal opened onClose={onClose} title={t("import.title")} size="lg">
      <Stack gap="md">
        {checked ? (
          <ImportReport report={checked.report} />
        ) : (
          <>
            <Text c="dimmed">{t("import.text")}</Text>
            <Group gap="sm">
              <FileButton onChange={(file) => void take(file)} accept="application/json,.json">
                {(props) => (
                  <Button {...props} variant="default" leftSection={<FileUp size={16} aria-hidden />}>
                    {t("import.file")}
                  </Button>
                )}
              </FileButton>
              <Text fz="sm" c="dimmed">
                {fileName || t("import.orPaste")}
              </Text>
            </Group>
            <CodeEditor
              value={text}
              onChange={setText}
              language="json"
              height={240}
              ariaLabel={t("import.json")}
            />
          </>
        )}
        {check.error instanceof SyntaxError ? (
          <Alert
            color="red"
            role="alert"
            icon={<CircleAlert size={18} aria-hidden />}
            title={t("import.notJson")}
          >
            {check.error.message}
          </Alert>
        ) : (
          check.error && <ErrorState error={check.error} />
        )}
        {run.error && <ErrorState error={run.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={checked ? () => setChecked(null) : onClose}>
            {checked ? t("import.back") : t("cancel")}
          </Button>
          {checked ? (
            <Button loading={run.isPending} onClick={() => run.mutate(checked.source)}>
              {t("import.submit", { count: checked.report.created.length })}
            </Button>
          ) : (
            <Button
              loading={check.isPending}
              disabled={!text.trim()}
              onClick={() => check.mutate({ text, fallback })}
            >
              {t("import.check")}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
