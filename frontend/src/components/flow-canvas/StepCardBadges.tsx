import { CircleAlert, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { statusLook } from "@/components/statusColors";
import type { Mark, ProblemCount, RunMark, StepRun } from "@/lib/definition/toCanvasTypes";
import { durationText } from "@/lib/time";
import classes from "./StepCard.module.css";

/** How many problems a step has; red when one is an error. */
export function ProblemBadge({ problems }: { problems: ProblemCount }) {
  const { t } = useTranslation("canvas");
  const { errors, warnings, first } = problems;
  const Icon = errors > 0 ? CircleAlert : TriangleAlert;
  const parts = [
    ...(errors > 0 ? [t("errors", { count: errors })] : []),
    ...(warnings > 0 ? [t("warnings", { count: warnings })] : []),
  ];
  const label = `${parts.join(", ")}: ${first}`;
  return (
    <span
      className={classes.problem}
      data-level={errors > 0 ? "error" : "warning"}
      role="img"
      aria-label={label}
      title={label}
    >
      <Icon size={11} aria-hidden />
      {errors + warnings}
    </span>
  );
}

/** What a run did here: status, visits when more than one, duration in all. */
export function RunBadge({ run }: { run: StepRun }) {
  const { t } = useTranslation("canvas");
  const look = statusLook(run.status);
  const Icon = look.icon;
  const status = t(`common:status.${run.status}`, { defaultValue: run.status });
  return (
    <span className={classes.run} title={status}>
      <Icon size={12} aria-label={status} role="img" className={look.moving ? classes.moving : undefined} />
      {run.visits > 1 && <b>{t("visits", { count: run.visits })}</b>}
      {run.durationMs !== null && <span>{durationText(Math.max(0, run.durationMs))}</span>}
    </span>
  );
}

/** How a step differs from the other version or run. */
export function MarkBadge({ mark }: { mark: Mark | RunMark }) {
  const { t } = useTranslation("canvas");
  return <span className={classes.mark}>{t(mark)}</span>;
}
