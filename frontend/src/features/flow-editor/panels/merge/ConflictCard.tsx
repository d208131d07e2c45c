import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import { parseExactly } from "@/lib/exactJson";
import type { Choice, Conflict } from "../../autosave/merge3";
import { fieldWords } from "./fieldWords";
import classes from "./merge.module.css";
import { ValueBox } from "./ValueBox";

interface ConflictCardProps {
  conflict: Conflict;
  who: string;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
}

/** One field with both values, and a choice between them or a third. */
export function ConflictCard({ conflict, who, choice, onChoose }: ConflictCardProps) {
  const { t } = useTranslation("flow-editor");
  const [text, setText] = useState<string | null>(null);
  const field = conflict.stepId === null ? conflict.path : conflict.path.slice(2);
  const name = field.length === 0 ? t("merge.wholeStep") : fieldWords(field, t);
  const edit = (next: string) => {
    setText(next);
    const value = parsed(next);
    if (value !== undefined) onChoose({ take: "value", value });
  };
  const side = (take: "mine" | "theirs", label: string) => (
    <div className={classes.side} data-taken={choice?.take === take || undefined}>
      <Group justify="space-between" wrap="nowrap">
        <Text fz="xs" fw={600}>
          {label}
        </Text>
        <Button
          size="compact-xs"
          variant={choice?.take === take ? "filled" : "default"}
          aria-pressed={choice?.take === take}
          aria-label={`${t("merge.takeThis")}: ${label}, ${name}`}
          onClick={() => {
            setText(null);
            onChoose({ take });
          }}
        >
          {choice?.take === take ? t("merge.taken") : t("merge.takeThis")}
        </Button>
      </Group>
      <ValueBox value={conflict[take]} />
    </div>
  );
  return (
    <Stack gap={6} role="group" aria-label={name}>
      <Group justify="space-between">
        <Text fz="sm" fw={500}>
          {name}
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => edit(JSON.stringify(conflict.mine ?? conflict.theirs, null, 2))}
        >
          {t("merge.edit")}
        </Button>
      </Group>
      <div className={classes.sides}>
        {side("mine", t("merge.mine"))}
        {side("theirs", t("merge.theirs", { who }))}
      </div>
      {text !== null && (
        <CodeEditor value={text} onChange={edit} lint ariaLabel={t("merge.editOf", { name })} />
      )}
    </Stack>
  );
}

function parsed(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}
