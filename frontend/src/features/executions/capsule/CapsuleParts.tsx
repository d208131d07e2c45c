import { Center, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { VisitRow } from "@/api/executions/types";
import type { OpenedCapsule } from "@/api/sandbox/openCapsule";
import { FlowCanvas, type RunMark } from "@/components/flow-canvas/FlowCanvas";
import { readDocument } from "@/lib/definition/read";
import { runOverlay } from "@/lib/runs/overlay";
import { useStepTypes } from "@/lib/stepTypes";
import { ReplayedVisit, VisitTitle } from "../shared/ReplayedVisit";
import classes from "../shared/split.module.css";
import { VerdictList } from "../shared/VerdictList";

const COLORS = { same: "gray", differs: "yellow", new: "teal", missed: "gray" } as const;

/** The visits of an opened capsule: as a list, on the canvas, and the chosen one in full. */
export function CapsuleParts({ found }: { found: OpenedCapsule }) {
  const { t } = useTranslation("capsule");
  const [chosen, setChosen] = useState<string | undefined>(() => firstOf(found));
  const reading = useMemo(() => readDocument(found.definition), [found.definition]);
  const nameOf = (step: string) => reading.document?.steps[step]?.displayName || step;
  const visit = found.visits.find((one) => `now${one.seq}` === chosen);
  const missed = found.missed.find((one) => `missed${one.seq}` === chosen);
  return (
    <div className={classes.split}>
      <section className={classes.list} aria-label={t("list")}>
        <VerdictList
          label={t("list")}
          rows={[
            ...found.visits.map((one) => ({
              key: `now${one.seq}`,
              name: nameOf(one.stepInstanceId),
              place: branchOf(one.path),
              right: one.status,
              verdict: t(`verdict.${one.verdict}`),
              color: COLORS[one.verdict],
            })),
            ...found.missed.map((one) => ({
              key: `missed${one.seq}`,
              name: nameOf(one.stepInstanceId),
              place: branchOf(one.path),
              right: null,
              verdict: t("verdict.missed"),
              color: COLORS.missed,
            })),
          ]}
          chosen={chosen}
          onChoose={setChosen}
          empty={t("empty")}
        />
      </section>
      <div className={classes.stage}>
        <Drawing
          found={found}
          reading={reading}
          selected={visit?.stepInstanceId ?? missed?.stepInstanceId ?? null}
          onSelect={(step) => {
            const first = found.visits.find((one) => one.stepInstanceId === step);
            if (first) setChosen(`now${first.seq}`);
          }}
        />
      </div>
      <section className={classes.detail} aria-label={t("visit")}>
        {visit && (
          <Stack gap="sm">
            <VisitTitle name={nameOf(visit.stepInstanceId)} path={visit.path} status={visit.status} />
            <ReplayedVisit visit={visit} />
          </Stack>
        )}
        {missed && <Text fz="sm">{t("missed")}</Text>}
      </section>
    </div>
  );
}

function firstOf(found: OpenedCapsule): string | undefined {
  const failed = found.visits.findLast((one) => one.status === "FAILED");
  const first = found.visits.find((one) => one.verdict !== "same") ?? failed ?? found.visits[0];
  return first && `now${first.seq}`;
}

function branchOf(path: string): string {
  return path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : "";
}

interface DrawingProps {
  found: OpenedCapsule;
  reading: ReturnType<typeof readDocument>;
  selected: string | null;
  onSelect: (stepId: string | null) => void;
}

function Drawing({ found, reading, selected, onSelect }: DrawingProps) {
  const { t } = useTranslation("capsule");
  const stepTypes = useStepTypes();
  const { document } = reading;
  const overlay = useMemo(
    () => (document ? runOverlay(document, found.visits.map(asVisit)) : undefined),
    [document, found.visits],
  );
  const marks = useMemo(() => {
    const made: Record<string, RunMark> = {};
    for (const one of found.visits) if (one.verdict !== "same") made[one.stepInstanceId] = "differs";
    return made;
  }, [found.visits]);
  if (!document)
    return (
      <Center h="100%" p="md">
        <Text c="dimmed">{t("unreadable", { reason: "reason" in reading ? reading.reason : "" })}</Text>
      </Center>
    );
  return (
    <FlowCanvas
      document={document}
      stepTypes={stepTypes}
      {...(overlay && { overlay })}
      marks={marks}
      selected={selected}
      onSelect={onSelect}
      ariaLabel={t("canvas")}
    />
  );
}

/** A visit of a replay as one of a run: it has no times. */
function asVisit(visit: OpenedCapsule["visits"][number]): VisitRow {
  const { seq, path, stepInstanceId, stepType, status, transition, error } = visit;
  const none = {
    attempts: 1,
    startedAt: "",
    endedAt: null,
    durationMs: null,
    warningCount: 0,
    inherited: false,
  };
  const changes = { added: 0, changed: 0, removed: 0 };
  return { seq, path, stepInstanceId, stepType, status, transition, error, changes, ...none };
}
