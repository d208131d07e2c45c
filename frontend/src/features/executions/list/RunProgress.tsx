import { Group, Progress, Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Execution, isOver } from "@/api/executions/types";
import classes from "./list.module.css";

/** How far a run is, in one line: its error, or its checkpoints and the step it is at. */
export function RunProgress({ run }: { run: Execution }) {
  const { t } = useTranslation("executions");
  const { done, total, visits } = run.progress;
  if (run.error) {
    const text = run.error.stepInstanceId
      ? `${run.error.stepInstanceId}: ${run.error.message}`
      : run.error.message;
    return (
      <Tooltip label={text} multiline maw={420}>
        <Text component="span" fz="sm" className={classes.error}>
          {text}
        </Text>
      </Tooltip>
    );
  }
  const step = isOver(run.status) ? null : run.currentStepInstanceId;
  return (
    <Group gap="xs" wrap="nowrap" miw={0}>
      {total > 0 && (
        <Progress
          value={(100 * done) / total}
          size={6}
          className={classes.bar}
          color={isOver(run.status) ? "gray" : undefined}
          aria-label={`${done}/${total}`}
        />
      )}
      <Text component="span" fz="sm" c="dimmed" truncate>
        {[total > 0 ? `${done}/${total}` : "", step ?? (total > 0 ? "" : t("visits", { count: visits }))]
          .filter(Boolean)
          .join(" · ")}
      </Text>
    </Group>
  );
}
