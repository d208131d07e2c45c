import { Button, Group, Modal, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FlowDocument } from "@/lib/definition/types";
import type { Choice, Choices, Conflict } from "../../autosave/merge3";
import { nameOf } from "./CompareDialog";
import { ConflictCard } from "./ConflictCard";
import { byStep } from "./differences";

interface MergeModalProps {
  conflicts: readonly Conflict[];
  /** For the names of steps. */
  document: FlowDocument;
  /** Who the other side is. */
  who: string;
  onResolve: (choices: Choices) => void;
  onClose: () => void;
}

/** Both sides of everything that two people changed differently; each is decided, then the merge is taken. */
export function MergeModal({ conflicts, document, who, onResolve, onClose }: MergeModalProps) {
  const { t } = useTranslation("flow-editor");
  const [choices, setChoices] = useState<Choices>({});
  const open = conflicts.filter(({ key }) => !choices[key]).length;
  const takeAll = (take: "mine" | "theirs") =>
    setChoices(Object.fromEntries(conflicts.map(({ key }) => [key, { take }])));
  const choose = (key: string, choice: Choice) => setChoices({ ...choices, [key]: choice });
  return (
    <Modal opened onClose={onClose} title={t("merge.title")} size="xl">
      <Stack gap="md">
        <Text fz="sm" c="dimmed">
          {t("merge.text", { who })}
        </Text>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => takeAll("mine")}>
            {t("merge.allMine")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => takeAll("theirs")}>
            {t("merge.allTheirs", { who })}
          </Button>
        </Group>
        {byStep(conflicts).map(([stepId, list]) => (
          <section key={stepId ?? ""}>
            <Title order={3} mb="xs">
              {stepId === null ? t("merge.flow") : nameOf(stepId, document)}
            </Title>
            <Stack gap="sm">
              {list.map((conflict) => (
                <ConflictCard
                  key={conflict.key}
                  conflict={conflict}
                  who={who}
                  choice={choices[conflict.key]}
                  onChoose={(choice) => choose(conflict.key, choice)}
                />
              ))}
            </Stack>
          </section>
        ))}
        <Group justify="space-between">
          <Text fz="sm" c="dimmed" role="status">
            {open > 0 ? t("merge.left", { count: open }) : t("merge.ready")}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("merge.later")}
            </Button>
            <Button disabled={open > 0} onClick={() => onResolve(choices)}>
              {t("merge.take")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
