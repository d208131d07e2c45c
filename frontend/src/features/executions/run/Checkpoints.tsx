import { VisuallyHidden } from "@mantine/core";
import { CircleCheck, CircleDashed } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail } from "@/api/executions/types";
import classes from "./run.module.css";

/** The checkpoints of a run in their order; nothing when its flow has none. */
export function Checkpoints({ progress }: { progress: ExecutionDetail["progress"] }) {
  const { t } = useTranslation("run");
  if (progress.total === 0) return null;
  return (
    <ol className={classes.checkpoints} aria-label={t("checkpoints.label")}>
      {progress.checkpoints.map((point) => (
        <li key={point.id} data-done={point.done || undefined}>
          {point.done ? <CircleCheck size={15} aria-hidden /> : <CircleDashed size={15} aria-hidden />}
          <span>{point.label}</span>
          <VisuallyHidden>{point.done ? t("checkpoints.done") : t("checkpoints.open")}</VisuallyHidden>
        </li>
      ))}
    </ol>
  );
}
