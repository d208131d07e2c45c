import { Alert, Badge, Group, Loader, Modal, Radio, Stack, Switch, Text, Textarea } from "@mantine/core";
import { Check, CircleX, Minus, Rocket } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/components/AppLink";
import { DialogButtons } from "@/components/DialogButtons";
import { ErrorState } from "@/components/ErrorState";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { useOpenRun } from "../redrive/useOpenRun";
import { FixConflict } from "./applyFix";
import { OntoNote } from "./OntoNote";
import { PHASES, type Phase, type PhaseState, useApply } from "./useApply";
import type { Fix } from "./useFix";

/** Makes the edits real: into the draft, live, and the run again; each phase with its state. */
export function ApplyDialog({ fix, onClose }: { fix: Fix; onClose: () => void }) {
  const { run, base } = fix;
  if (!run.execution || !base?.document) return null;
  return <Opened fix={fix} run={run.execution} base={base.document} onClose={onClose} />;
}

interface OpenedProps {
  fix: Fix;
  run: NonNullable<Fix["run"]["execution"]>;
  base: NonNullable<NonNullable<Fix["base"]>["document"]>;
  onClose: () => void;
}

function Opened({ fix, run, base, onClose }: OpenedProps) {
  const { t } = useTranslation("fix");
  const mayPublish = usePermission("publish");
  const places = usePlaces(fix);
  const [note, setNote] = useState("");
  const [publish, setPublish] = useState(mayPublish);
  const [from, setFrom] = useState(places[0]?.value ?? "start");
  const openRun = useOpenRun();
  const { applying, states, draft, hasBegun } = useApply(
    {
      executionId: fix.id,
      flowId: run.flowId,
      flowVersion: fix.version ?? run.flowVersion,
      base,
      edits: fix.edits,
    },
    async (executionId) => {
      fix.reset();
      onClose();
      await openRun(executionId);
    },
  );
  const seq = from === "start" ? null : Number(from);
  // What has begun goes on without the dialog, and begun anew from another one it would start a second run.
  const leave = () => {
    if (!applying.isPending) onClose();
  };
  return (
    <Modal opened onClose={leave} title={t("dialog.title")} size="lg" closeOnClickOutside={false}>
      <Stack gap="md">
        <Changed fix={fix} />
        {fix.changed.length > 0 && <OntoNote flowId={run.flowId} version={fix.version ?? run.flowVersion} />}
        <Textarea
          label={t("dialog.note")}
          placeholder={t("dialog.notePlaceholder")}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          disabled={hasBegun}
          autosize
          minRows={2}
          maxRows={5}
          maxLength={20_000}
          data-autofocus
        />
        <Switch
          label={t("dialog.publish")}
          description={t(mayPublish ? "dialog.publishHint" : "dialog.mayNotPublish")}
          checked={publish}
          disabled={!mayPublish || hasBegun}
          onChange={(event) => setPublish(event.currentTarget.checked)}
        />
        <Radio.Group label={t("dialog.from")} value={from} onChange={setFrom}>
          <Stack gap={6} mt={4}>
            {places.map(({ value, label }) => (
              <Radio key={value} value={value} label={label} disabled={applying.isPending} />
            ))}
          </Stack>
        </Radio.Group>
        {hasBegun && <Phases states={states} draft={draft} />}
        {applying.error instanceof FixConflict ? (
          <Conflict fix={fix} flowId={run.flowId} error={applying.error} />
        ) : (
          applying.error && <ErrorState error={applying.error} />
        )}
        <DialogButtons
          submit={t(applying.error ? "dialog.resume" : "dialog.begin")}
          icon={<Rocket size={15} aria-hidden />}
          onCancel={leave}
          onSubmit={() => applying.mutate({ note: note.trim(), publish, seq })}
          loading={applying.isPending}
          held={applying.isPending}
        />
      </Stack>
    </Modal>
  );
}

/** Where the run may begin again: at the edited step first, for what came after it was made of its output. */
function usePlaces(fix: Fix): { value: string; label: string }[] {
  const { t } = useTranslation("fix");
  const failed = fix.run.visits.findLast((visit) => visit.status === "FAILED");
  const edited = fix.run.visits.find((visit) => fix.touched.includes(visit.stepInstanceId));
  const places = [];
  if (edited)
    places.push({
      value: String(edited.seq),
      label: t("dialog.fromEdited", { step: fix.nameOf(edited.stepInstanceId) }),
    });
  if (failed && failed.seq !== edited?.seq)
    places.push({
      value: String(failed.seq),
      label: t("dialog.fromFailed", { step: fix.nameOf(failed.stepInstanceId) }),
    });
  return [...places, { value: "start", label: t("dialog.fromStart") }];
}

function Changed({ fix }: { fix: Fix }) {
  const { t } = useTranslation("fix");
  const prompts = Object.keys(fix.edits.prompts).length;
  const names = fix.changed.map(fix.nameOf);
  if (prompts > 0) names.push(t("dialog.prompts", { count: prompts }));
  return (
    <Group gap="xs">
      <Text fz="sm" fw={500}>
        {t("dialog.steps")}
      </Text>
      {names.map((name) => (
        <Badge key={name} tt="none" color="brand">
          {name}
        </Badge>
      ))}
    </Group>
  );
}

function Phases({
  states,
  draft,
}: {
  states: Partial<Record<Phase, PhaseState>>;
  draft: number | undefined;
}) {
  const { t } = useTranslation("fix");
  return (
    <Stack component="ol" gap={6} m={0} p={0} style={{ listStyle: "none" }} aria-live="polite">
      {PHASES.map((name) => {
        const state = states[name] ?? "waiting";
        const label =
          name === "publish" && draft === undefined
            ? t("dialog.phase.publishAny")
            : t(`dialog.phase.${name}`, { number: draft });
        return (
          <Group key={name} component="li" gap="xs">
            <PhaseIcon state={state} />
            <Text fz="sm">{label}</Text>
            <Text fz="xs" c="dimmed">
              {t(`dialog.state.${state}`)}
            </Text>
          </Group>
        );
      })}
    </Stack>
  );
}

function PhaseIcon({ state }: { state: PhaseState }) {
  if (state === "running") return <Loader size={14} aria-hidden />;
  if (state === "done") return <Check size={15} color="var(--allma-ok)" aria-hidden />;
  if (state === "failed") return <CircleX size={15} color="var(--allma-fail)" aria-hidden />;
  return <Minus size={15} color="var(--allma-muted)" aria-hidden />;
}

function Conflict({ fix, flowId, error }: { fix: Fix; flowId: string; error: FixConflict }) {
  const { t } = useTranslation("fix");
  return (
    <Alert color="yellow" role="alert">
      <Stack gap={6}>
        <Text fz="sm">{t("dialog.conflict")}</Text>
        {error.conflicts.map(({ stepId, fields }) => (
          <Text key={stepId} fz="sm">
            {fields.length === 0
              ? t("dialog.conflictGone", { step: fix.nameOf(stepId) })
              : t("dialog.conflictFields", { step: fix.nameOf(stepId), fields: fields.join(", ") })}
          </Text>
        ))}
        <AppLink to={paths.flow(flowId)} fz="sm">
          {t("dialog.openDraft")}
        </AppLink>
      </Stack>
    </Alert>
  );
}
