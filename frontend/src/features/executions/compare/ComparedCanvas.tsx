import { Center, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { RunComparison } from "@/api/executions/compareRuns";
import { FlowCanvas } from "@/components/flow-canvas/FlowCanvas";
import { runOverlay } from "@/lib/runs/overlay";
import { useRun } from "@/lib/runs/useRun";
import { useStepTypes } from "@/lib/stepTypes";
import classes from "../shared/split.module.css";
import { rowKey, SHOWN } from "./compareSearch";
import { bothDocuments, bothOverlays, runMarks } from "./marks";
import type { ComparePage } from "./useComparison";

const SWATCHES = [
  { verdict: "differs", color: "var(--allma-wait)" },
  { verdict: "onlyLeft", color: "var(--allma-run)" },
  { verdict: "onlyRight", color: "var(--allma-ok)" },
] as const;

/** Both runs on one canvas; a click on a step goes to its first visit that differs, else to its first. */
export function ComparedCanvas({ page, found }: { page: ComparePage; found: RunComparison }) {
  const { t } = useTranslation("compareRuns");
  return (
    <div className={classes.stage}>
      <SegmentedControl
        className={classes.over}
        size="xs"
        aria-label={t("shown")}
        value={page.search.shown ?? "both"}
        onChange={(shown) =>
          page.change({ shown: shown === "left" || shown === "right" ? shown : undefined })
        }
        data={SHOWN.map((value) => ({
          value,
          label: value === "both" ? t("both") : t("side", { side: value === "left" ? "A" : "B" }),
        }))}
      />
      <Drawing page={page} found={found} />
      <ul className={classes.legend} aria-label={t("legend")} style={{ listStyle: "none", margin: 0 }}>
        {SWATCHES.map(({ verdict, color }) => (
          <li key={verdict}>
            <span className={classes.swatch} style={{ "--swatch": color } as React.CSSProperties} />
            {t(`verdict.${verdict}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Drawing({ page, found }: { page: ComparePage; found: RunComparison }) {
  const { t } = useTranslation("compareRuns");
  const stepTypes = useStepTypes();
  const { visits: leftVisits } = useRun(page.leftId);
  const { visits: rightVisits } = useRun(page.rightId);
  const { shown } = page.search;
  const left = page.left?.document;
  const right = page.right?.document;
  const marks = useMemo(() => runMarks(found.rows), [found.rows]);
  const document = useMemo(() => {
    if (shown === "left" || !right) return left;
    return shown === "right" || !left || found.left.flowId !== found.right.flowId
      ? right
      : bothDocuments(left, right);
  }, [left, right, shown, found]);
  const overlay = useMemo(() => {
    if (!document) return undefined;
    if (shown === "left") return runOverlay(document, leftVisits);
    if (shown === "right") return runOverlay(document, rightVisits);
    return bothOverlays(runOverlay(document, leftVisits), runOverlay(document, rightVisits));
  }, [document, leftVisits, rightVisits, shown]);
  const broken = [page.left, page.right].find((one) => one?.document === null);
  if (!document && broken?.document === null)
    return (
      <Center h="100%" p="md">
        <Text c="dimmed">{t("unreadable", { reason: broken.reason })}</Text>
      </Center>
    );
  if (!document || !overlay) return <Skeleton height="100%" radius={0} />;
  return (
    <FlowCanvas
      document={document}
      stepTypes={stepTypes}
      overlay={overlay}
      marks={marks}
      selected={page.chosen?.stepInstanceId ?? null}
      onSelect={(step) => {
        const visits = found.rows.filter((row) => row.stepInstanceId === step);
        const row = visits.find((one) => one.verdict !== "same") ?? visits[0];
        if (row) page.change({ row: rowKey(row) });
      }}
      ariaLabel={t("canvas")}
    />
  );
}
