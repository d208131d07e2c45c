import { Alert, Code, Group, Stack, Text } from "@mantine/core";
import { Info } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ReplayVisit } from "@/api/executions/replayRun";
import { JsonView } from "@/components/data-view";
import { StatusBadge } from "@/components/StatusBadge";
import "../fix/texts";

/** A visit of a replay by itself: what it got, gave and changed, and which mappings found nothing. */
export function ReplayedVisit({ visit }: { visit: ReplayVisit }) {
  const { t } = useTranslation("fix");
  return (
    <Stack gap="sm">
      <ReplayNotes visit={visit} />
      <Values label={t("visit.input")} value={visit.input} />
      <Values label={t("visit.output")} value={visit.output} />
      {visit.contextDiff.length > 0 && <Values label={t("visit.context")} value={visit.contextDiff} />}
      {visit.mappingEvents.length > 0 && <Values label={t("visit.mappings")} value={visit.mappingEvents} />}
    </Stack>
  );
}

/** How a visit of a replay ended, and why it is not as if it had run. */
export function ReplayNotes({ visit }: { visit: ReplayVisit }) {
  const { t } = useTranslation("fix");
  return (
    <>
      {visit.stuck !== null && <Note text={t("visit.stuck", { reason: visit.stuck })} />}
      {visit.recorded && visit.stepChanged && <Note text={t("visit.recorded")} />}
      {visit.error && (
        <Alert color="red" p="xs" title={`${visit.error.errorName} · ${visit.error.code}`}>
          <Text fz="sm" style={{ overflowWrap: "anywhere" }}>
            {visit.error.message}
          </Text>
        </Alert>
      )}
    </>
  );
}

function Note({ text }: { text: string }) {
  return (
    <Alert color="gray" p="xs" icon={<Info size={16} aria-hidden />}>
      <Text fz="sm">{text}</Text>
    </Alert>
  );
}

/** One value of a visit. */
export function Values({ label, value }: { label: string; value: unknown }) {
  return (
    <Stack gap={2} component="section" aria-label={label}>
      <Text fw={600} fz="sm">
        {label}
      </Text>
      <JsonView value={value} maxHeight={160} ariaLabel={label} compact />
    </Stack>
  );
}

/** What a visit is called, where it stands and how it went. */
export function VisitTitle({ name, path, status }: { name: string; path: string; status: string | null }) {
  return (
    <Group gap="xs">
      <Text fw={600}>{name}</Text>
      <Code>{path}</Code>
      {status && <StatusBadge status={status} size="sm" />}
    </Group>
  );
}
