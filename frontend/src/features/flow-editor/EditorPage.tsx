import { Box, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { flowByIdQuery } from "@/api/flows/flowById";
import { AppLink } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { paths } from "@/lib/paths";
import { openDraftQuery } from "./autosave/openDraft";
import { UnreadableDraft } from "./autosave/UnreadableDraft";
import { EditorRoot } from "./EditorRoot";
import "./texts";

const NONE: readonly string[] = [];

/** `/flows/{flowId}/versions/{number}/edit`: one version of a flow, to edit or (published, or a viewer) to look at. */
export function EditorPage() {
  const { flowId, number: text } = useParams({ strict: false }) as { flowId: string; number: string };
  const number = Number(text);
  const { t } = useTranslation("flow-editor");
  const flow = useQuery(flowByIdQuery(flowId));
  const opened = useQuery(openDraftQuery(flowId, number));
  const error = flow.error ?? opened.error;
  const { document, version, restore, inexact = NONE } = opened.data ?? {};
  // What is open stays open: asking again for the flow may fail while somebody draws, and their work hangs on this page.
  if (error && !(flow.data && version))
    return (
      <Box p="lg" maw={640}>
        <ErrorState error={error} onRetry={() => void Promise.all([flow.refetch(), opened.refetch()])} />
        <AppLink to={paths.flows()} fz="sm" mt="md" display="inline-block">
          {t("allFlows")}
        </AppLink>
      </Box>
    );
  if (!flow.data || !version || !restore) return <EditorSkeleton />;
  const key = `${flowId}:${number}:${opened.dataUpdatedAt}`;
  if (!document)
    return (
      <UnreadableDraft
        key={key}
        flow={flow.data}
        version={version}
        inexact={inexact}
        onSaved={() => void opened.refetch()}
      />
    );
  return (
    <EditorRoot
      key={key}
      flow={flow.data}
      version={version}
      document={document}
      inexact={inexact}
      restore={restore}
    />
  );
}

function EditorSkeleton() {
  const { t } = useTranslation("flow-editor");
  return (
    <Stack p="md" gap="md" role="status" aria-busy="true" aria-label={t("common:loading")}>
      <Skeleton height={40} />
      <Skeleton height="70vh" />
    </Stack>
  );
}
