import { Badge, Text, VisuallyHidden } from "@mantine/core";
import { CornerDownRight, CornerUpLeft, Flag, TriangleAlert } from "lucide-react";
import { type CSSProperties, memo } from "react";
import { useTranslation } from "react-i18next";
import { StepIcon } from "@/components/StepIcon";
import type { FlowEdge } from "@/lib/definition/edges";
import type { StepTypes } from "@/lib/stepTypes";
import { useEditor } from "../../store";
import { useProblems } from "../problemsStore";
import classes from "./outline.module.css";
import type { OutlineRow } from "./rows";

interface OutlineItemProps {
  row: OutlineRow;
  types: StepTypes;
  isCurrent: boolean;
  isSelected: boolean;
  isFirstLoose: boolean;
}

/** One line: how one gets there, and the step, or a link to where it stands. */
export const OutlineItem = memo(
  function OutlineItem({ row, types, isCurrent, isSelected, isFirstLoose }: OutlineItemProps) {
    const { t } = useTranslation("flow-editor");
    const step = useEditor((state) => state.document.steps[row.stepId]);
    const isStart = useEditor((state) => state.document.startStepInstanceId === row.stepId);
    const problems = useProblems((state) => state.byStep[row.stepId]);
    const type = step && types.byStep(step);
    const name = step ? step.displayName || row.stepId : t("outline.missing", { id: row.stepId });
    const way = useWayWords(row.via);
    const isLink = row.kind === "link";
    const count = isLink ? 0 : (problems?.length ?? 0);
    return (
      <>
        {isFirstLoose && (
          <Text fz="xs" fw={600} c="dimmed" px="xs" pt="sm" role="presentation">
            {t("outline.loose")}
          </Text>
        )}
        <div
          role="treeitem"
          aria-level={row.level}
          aria-selected={isSelected}
          tabIndex={isCurrent ? 0 : -1}
          className={classes.item}
          data-disabled={step?.disabled || undefined}
          data-key={row.key}
          style={{ "--level": row.level - 1 } as CSSProperties}
        >
          {isLink ? (
            <CornerUpLeft size={16} className={classes.arrow} aria-hidden />
          ) : (
            <StepIcon name={type?.icon} category={type?.category} size={22} />
          )}
          <span className={classes.texts}>
            {way && (
              <span className={classes.way} data-kind={row.via?.kind}>
                <CornerDownRight size={11} aria-hidden /> {way}
              </span>
            )}
            <span className={classes.name}>{isLink ? t("outline.goesTo", { name }) : name}</span>
          </span>
          {!isLink && isStart && (
            <Badge size="xs" leftSection={<Flag size={9} aria-hidden />}>
              {t("outline.start")}
            </Badge>
          )}
          {!isLink && step?.disabled && <VisuallyHidden>{t("outline.disabled")}</VisuallyHidden>}
          {count > 0 && (
            <TriangleAlert
              size={15}
              color="var(--allma-wait)"
              role="img"
              aria-label={t("outline.problems", { count })}
            />
          )}
        </div>
      </>
    );
  },
  (a, b) =>
    a.row.key === b.row.key &&
    a.row.level === b.row.level &&
    a.row.isLoose === b.row.isLoose &&
    a.row.via?.id === b.row.via?.id &&
    a.row.via?.label === b.row.via?.label &&
    a.types === b.types &&
    a.isCurrent === b.isCurrent &&
    a.isSelected === b.isSelected &&
    a.isFirstLoose === b.isFirstLoose,
);

/** How a wire is called: "if …", "on error", "branch …"; nothing for the default. */
function useWayWords(edge: FlowEdge | null): string {
  const { t } = useTranslation("flow-editor");
  if (!edge || edge.kind === "default") return "";
  if (edge.kind === "condition")
    return t("outline.if", { condition: edge.label || t("outline.noCondition") });
  if (edge.kind === "branch") return t("outline.branch", { name: edge.label || String(edge.index + 1) });
  return t(`outline.${edge.kind}`);
}
