import { Alert, Box, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { FileWarning } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { saveDraft } from "@/api/drafts/saveDraft";
import { AppLink } from "@/components/AppLink";
import { CodeEditor } from "@/components/CodeEditor";
import { ErrorState } from "@/components/ErrorState";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { readText } from "../panels/code/readText";

interface UnreadableDraftProps {
  flow: Schemas["Flow"];
  version: Schemas["FlowVersionOut"];
  inexact: readonly string[];
  onSaved: () => void;
}

/** A version that cannot be drawn: its JSON, why, and a way to mend it. */
export function UnreadableDraft({ flow, version, inexact, onSaved }: UnreadableDraftProps) {
  const { t } = useTranslation("flow-editor");
  const [text, setText] = useState(() => JSON.stringify(version.definition, null, 2));
  const mayEdit = usePermission("edit") && version.status === "draft" && inexact.length === 0;
  const reading = readText(text);
  const save = useMutation({
    mutationFn: (definition: Record<string, unknown>) =>
      saveDraft({ flowId: flow.id, number: version.number, revision: version.revision, definition }),
    onSuccess: onSaved,
  });
  return (
    <Stack p="md" gap="md" h="100%">
      <Group justify="space-between">
        <Box>
          <AppLink to={paths.flow(flow.id)} fz="sm" c="dimmed">
            {flow.name}
          </AppLink>
          <Title order={1} tabIndex={-1} data-page-heading>
            {t("unreadable.title", { number: version.number })}
          </Title>
        </Box>
        {mayEdit && (
          <Button
            disabled={reading.document === null}
            loading={save.isPending}
            onClick={() => reading.document && save.mutate(reading.document)}
          >
            {t("unreadable.save")}
          </Button>
        )}
      </Group>
      <Alert color="yellow" icon={<FileWarning size={18} aria-hidden />} title={t("unreadable.why")}>
        <Text fz="sm" role="status">
          {reading.document ? t("unreadable.mended") : reading.reason}
        </Text>
      </Alert>
      {save.error && <ErrorState error={save.error} />}
      <Box flex={1} mih={0}>
        <CodeEditor
          value={text}
          onChange={mayEdit ? setText : undefined}
          readOnly={!mayEdit}
          lint
          height="100%"
          ariaLabel={t("code.label")}
        />
      </Box>
    </Stack>
  );
}
