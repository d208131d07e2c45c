import { Center, Skeleton, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { FlowCanvas } from "@/components/flow-canvas/FlowCanvas";
import { runOverlay } from "@/lib/runs/overlay";
import { useStepTypes } from "@/lib/stepTypes";
import { visitOfStep } from "./chosenVisit";
import { withCounted } from "./forks/withCounted";
import type { RunPage } from "./useRunPage";

/** The flow with the run on it; a click on a step chooses its visit, again the next one. */
export function RunCanvas({ page }: { page: RunPage }) {
  const { t } = useTranslation("run");
  const stepTypes = useStepTypes();
  const { definition, visits, chosen, choose, horizon, forks } = page;
  const document = definition?.document;
  const overlay = useMemo(() => {
    if (!document) return document;
    const shown = Number.isFinite(horizon) ? visits.filter((visit) => visit.seq <= horizon) : visits;
    return withCounted(runOverlay(document, shown), forks.known, horizon);
  }, [document, visits, horizon, forks.known]);
  if (definition === undefined) return <Skeleton height="100%" radius={0} />;
  if (definition.document === null)
    return (
      <Center h="100%" p="md">
        <Text c="dimmed">{t("canvas.unreadable", { reason: definition.reason })}</Text>
      </Center>
    );
  return (
    <FlowCanvas
      document={definition.document}
      stepTypes={stepTypes}
      overlay={overlay}
      selected={chosen?.stepInstanceId ?? null}
      onSelect={(stepId) => {
        const visit = stepId === null ? undefined : visitOfStep(visits, stepId, chosen);
        if (visit) choose(visit.seq);
      }}
      ariaLabel={t("canvas.label")}
    />
  );
}
