import { Button, Group, Paper, Text } from "@mantine/core";
import { Ban } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Execution, isOver } from "@/api/executions/types";
import { cancelRuns } from "./cancelRuns";

interface SelectionBarProps {
  runs: readonly Execution[];
  selected: ReadonlySet<string>;
  onClear: () => void;
}

/** What one can do with the chosen runs; nothing while none is chosen. */
export function SelectionBar({ runs, selected, onClear }: SelectionBarProps) {
  const { t } = useTranslation("executions");
  const chosen = runs.filter((run) => selected.has(run.id));
  const live = chosen.filter((run) => !isOver(run.status)).map((run) => run.id);
  if (chosen.length === 0) return null;
  return (
    <Paper withBorder p="xs" mb="xs">
      <Group gap="sm">
        <Text fz="sm" fw={500} role="status">
          {t("list.selected", { count: chosen.length })}
        </Text>
        <Button
          size="compact-sm"
          color="red"
          variant="light"
          leftSection={<Ban size={14} aria-hidden />}
          disabled={live.length === 0}
          onClick={() => void cancelRuns(live).then((asked) => asked && onClear())}
        >
          {t("list.cancelSelected")} {live.length > 0 && live.length}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onClear}>
          {t("list.unselect")}
        </Button>
      </Group>
    </Paper>
  );
}
