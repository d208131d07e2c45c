import { Pin, Play } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { categoryColor, stepIcon } from "@/components/StepIcon";
import { statusColor } from "@/components/statusColors";
import type { StepNodeData } from "@/lib/definition/toCanvasTypes";
import { i18next } from "@/lib/i18n";
import { nodeFace } from "@/plugins/registry";
import { itemColor } from "./itemColor";
import classes from "./StepCard.module.css";
import { MarkBadge, ProblemBadge, RunBadge } from "./StepCardBadges";
import "./texts";

interface StepCardProps {
  data: StepNodeData;
  selected: boolean;
  /** Handles and what else lies on the card. */
  children?: ReactNode;
}

/** The face of a step's node; the same in the editor and where a flow is only looked at. */
export function StepCard({ data, selected, children }: StepCardProps) {
  const { step, type, label, line } = data;
  const Icon = stepIcon(type?.icon);
  const Face = nodeFace(step);
  const isPinned = step.pinnedOutput !== undefined && step.pinnedOutput !== null;
  const typeLabel = type?.label ?? step.stepType;
  return (
    <div
      className={classes.card}
      style={cardVariables(data)}
      data-selected={selected || undefined}
      data-disabled={step.disabled || undefined}
      data-untouched={data.isUntouched || undefined}
      data-status={data.run?.status}
      data-mark={data.mark}
      data-problem={data.problems ? (data.problems.errors > 0 ? "error" : "warning") : undefined}
    >
      <span className={classes.icon} aria-hidden>
        <Icon size={20} strokeWidth={1.9} />
      </span>
      <span className={classes.body}>
        <span className={classes.name}>
          {isPinned && (
            <Pin size={12} className={classes.pin} role="img" aria-label={i18next.t("canvas:pinned")} />
          )}
          {label}
        </span>
        {Face && (
          <span className={classes.face}>
            <Face step={step} />
          </span>
        )}
        {typeLabel !== label && <span className={classes.type}>{typeLabel}</span>}
        {!Face && line && (
          <span className={classes.line} title={line}>
            {shortened(line)}
          </span>
        )}
      </span>
      {(data.isStart || step.disabled) && (
        <span className={classes.tags}>
          {data.isStart && (
            <span className={classes.start}>
              <Play size={9} fill="currentColor" aria-hidden /> {i18next.t("canvas:start")}
            </span>
          )}
          {step.disabled && <span className={classes.off}>{i18next.t("canvas:off")}</span>}
        </span>
      )}
      {data.mark && <MarkBadge mark={data.mark} />}
      {data.problems && <ProblemBadge problems={data.problems} />}
      {data.run && <RunBadge run={data.run} />}
      {children}
    </div>
  );
}

/** Letters of one width that fit on the card. Cut here, because each box that clips costs every frame of a pan. */
const LINE_LENGTH = 25;

function shortened(line: string): string {
  return line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH - 1)}…` : line;
}

function cardVariables({ type, step, run, presence }: StepNodeData): CSSProperties {
  const variables: Record<string, string> = { "--category": categoryColor(type?.category) };
  const fill = itemColor(step.fill);
  if (fill) variables["--fill"] = fill;
  if (run) variables["--status"] = statusColor(run.status);
  if (presence) variables["--presence"] = presence;
  return variables;
}
