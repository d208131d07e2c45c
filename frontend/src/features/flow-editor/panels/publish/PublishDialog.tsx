import { Modal, Stack, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { validateDefinition } from "@/api/drafts/validateDefinition";
import { hasStatus } from "@/api/problem";
import { diffVersionsQuery } from "@/api/versions/diffVersions";
import { publishVersion } from "@/api/versions/publishVersion";
import { DialogButtons } from "@/components/DialogButtons";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { notifySuccess } from "@/components/notify";
import { paths } from "@/lib/paths";
import { useDialog, useEditorSession } from "../../session";
import { useEditor, useEditorStore } from "../../store";
import { ProblemGroup } from "../problems/ProblemGroup";
import { ChangeList } from "./ChangeList";
import { readChanges } from "./changes";
import { ImpactOnRuns } from "./ImpactOnRuns";
import { WhoIsAffected } from "./WhoIsAffected";

/** What publishing the draft changes, what stands against it, and a note for those who come later. */
export function PublishDialog() {
  const { t } = useTranslation("flow-editor");
  const { version } = useEditorSession();
  const { dialog, show } = useDialog();
  return (
    <Modal
      opened={dialog === "publish"}
      onClose={() => show("none")}
      title={t("publish.title", { number: version.number })}
      size="lg"
    >
      <PublishForm onDone={() => show("none")} />
    </Modal>
  );
}

/** Saves first, so that what is compared, checked and published is what one sees. */
function useReady() {
  const { flow, version, autosaver } = useEditorSession();
  const store = useEditorStore();
  const [openedAt] = useState(Date.now);
  const key = ["editor", flow.id, version.number, "ready", openedAt];
  return useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const revision = (await autosaver?.settled()) ?? version.revision;
      return { revision, problems: await validateDefinition(store.getState().document, signal) };
    },
    gcTime: 0,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

function PublishForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("flow-editor");
  const { flow, version, autosaver } = useEditorSession();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const ready = useReady();
  const publish = useMutation({
    // The very revision that is shown: what somebody else saves meanwhile does not go live unseen.
    mutationFn: (revision: number) => publishVersion(flow.id, version.number, note.trim(), revision),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["flows"] });
      void client.invalidateQueries({ queryKey: ["versions", flow.id] });
      void client.invalidateQueries({ queryKey: ["editor", flow.id] });
      notifySuccess(t("publish.done", { number: version.number }), {
        to: paths.flow(flow.id),
        label: t("publish.see"),
      });
      onDone();
    },
    onError: (error, revision) => {
      if (!hasStatus(error, 412)) return;
      autosaver?.otherSaved(revision + 1);
      void ready.refetch();
    },
  });
  if (ready.error) return <ErrorState error={ready.error} onRetry={() => void ready.refetch()} />;
  if (!ready.data) return <ListSkeleton rows={3} />;
  const { revision } = ready.data;
  const errors = ready.data.problems.filter(({ severity }) => severity === "error");
  const warnings = ready.data.problems.filter(({ severity }) => severity !== "error");
  return (
    <Stack gap="md">
      <Against revision={revision} />
      <WhoIsAffected flowId={flow.id} number={version.number} onLeave={onDone} />
      {errors.length === 0 && (
        <ImpactOnRuns flowId={flow.id} number={version.number} revision={revision} onLeave={onDone} />
      )}
      {errors.length > 0 && (
        <Text fz="sm" fw={500} c="var(--allma-fail)" role="status">
          {t("publish.blocked")}
        </Text>
      )}
      <ProblemGroup
        title={t("problems.errors", { count: errors.length })}
        problems={errors}
        onLeave={onDone}
      />
      <ProblemGroup
        title={t("problems.warnings", { count: warnings.length })}
        problems={warnings}
        onLeave={onDone}
      />
      <Textarea
        label={t("publish.note")}
        placeholder={t("publish.notePlaceholder")}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={20_000}
        data-autofocus
      />
      {publish.error && <ErrorState error={publish.error} />}
      <DialogButtons
        submit={t("publish.confirm", { number: version.number })}
        icon={<Rocket size={15} aria-hidden />}
        onCancel={onDone}
        onSubmit={() => publish.mutate(revision)}
        loading={publish.isPending}
        disabled={errors.length > 0}
      />
    </Stack>
  );
}

/** What changes for whoever starts the flow from now on. */
function Against({ revision }: { revision: number }) {
  const { t } = useTranslation("flow-editor");
  const { flow, version } = useEditorSession();
  const steps = useEditor((state) => Object.keys(state.document.steps).length);
  const live = flow.publishedVersion;
  const diff = useQuery({
    ...diffVersionsQuery(flow.id, live ?? version.number, version.number, revision),
    enabled: live !== null,
  });
  if (live === null) return <Text fz="sm">{t("publish.first", { name: flow.name, count: steps })}</Text>;
  if (diff.error) return <ErrorState error={diff.error} onRetry={() => void diff.refetch()} />;
  return (
    <Stack gap={6}>
      <Title order={3}>{t("publish.against", { number: live })}</Title>
      {diff.data ? <ChangeList changes={readChanges(diff.data)} /> : <ListSkeleton rows={2} />}
      <Text fz="xs" c="dimmed">
        {t("publish.running", { number: live })}
      </Text>
    </Stack>
  );
}
