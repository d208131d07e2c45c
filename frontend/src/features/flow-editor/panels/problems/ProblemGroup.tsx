import { Badge, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { CircleX, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Problem } from "@/lib/definition/types";
import { useCanvasApi } from "../../canvas/canvasApi";
import { useEditor, useEditorStore } from "../../store";
import { fieldOf, stepOf } from "../problemsStore";
import classes from "./ProblemsPanel.module.css";

/** Problems of one severity; nothing when there are none. Also what the publish dialog lists. */
export function ProblemGroup({
  title,
  problems,
  onLeave,
}: {
  title: string;
  problems: readonly Problem[];
  onLeave?: () => void;
}) {
  if (problems.length === 0) return null;
  return (
    <Stack gap={4}>
      <Text fz="xs" fw={600} c="dimmed">
        {title}
      </Text>
      <ul className={classes.list}>
        {problems.map((problem) => (
          <ProblemRow
            key={`${problem.path} ${problem.code} ${problem.message}`}
            problem={problem}
            onLeave={onLeave}
          />
        ))}
      </ul>
    </Stack>
  );
}

function ProblemRow({ problem, onLeave }: { problem: Problem; onLeave?: () => void }) {
  const { t } = useTranslation("flow-editor");
  const stepId = problem.stepInstanceId ?? stepOf(problem.path);
  const name = useEditor((state) => (stepId ? state.document.steps[stepId]?.displayName || stepId : null));
  const goTo = useGoTo();
  const isError = problem.severity === "error";
  const Icon = isError ? CircleX : TriangleAlert;
  return (
    <li>
      <UnstyledButton
        className={classes.problem}
        onClick={() => {
          onLeave?.();
          goTo(problem);
        }}
      >
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <Icon
            size={16}
            className={classes.icon}
            color={isError ? "var(--allma-fail)" : "var(--allma-wait)"}
            aria-label={t(isError ? "problems.error" : "problems.warning")}
          />
          <Stack gap={2} miw={0}>
            <Text fz="sm">{problem.message}</Text>
            {problem.hint && (
              <Text fz="xs" c="dimmed">
                {problem.hint}
              </Text>
            )}
            <Badge size="xs" variant="default" className={classes.place}>
              {name ?? t("problems.flow")}
            </Badge>
          </Stack>
        </Group>
      </UnstyledButton>
    </li>
  );
}

/** Opens what a problem is about: its step at the field, or the flow's settings. */
function useGoTo(): (problem: Problem) => void {
  const store = useEditorStore();
  const canvas = useCanvasApi();
  return (problem) => {
    const state = store.getState();
    const stepId = problem.stepInstanceId ?? stepOf(problem.path);
    if (stepId === null || !state.document.steps[stepId]) {
      state.showSide("settings");
      return;
    }
    state.select({ steps: [stepId] });
    canvas.centerOn(stepId);
    state.openStep(stepId, fieldOf(problem.path));
  };
}
