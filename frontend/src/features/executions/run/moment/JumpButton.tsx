import { Group, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./moment.module.css";

interface JumpButtonProps {
  /** The step. */
  name: string;
  /** The visit; null when there is none. */
  seq: number | null;
  /** What happened there. */
  kind: string;
  expression: string | null;
  /** Undefined: there is nowhere to go. */
  onJump: (() => void) | undefined;
}

/** A visit that had to do with a value; pressing it moves the page to its moment. */
export function JumpButton({ name, seq, kind, expression, onJump }: JumpButtonProps) {
  const { t } = useTranslation("moment");
  const said = (
    <>
      <Group gap={8} justify="space-between" wrap="nowrap">
        <Text component="span" fz="sm" fw={500}>
          {name}
        </Text>
        <Text component="span" fz="xs" c="dimmed">
          {seq === null ? "" : seq === 0 ? t("start") : t("visit", { seq })}
        </Text>
      </Group>
      <Text component="span" fz="xs" c="dimmed">
        {kind}
      </Text>
      {expression && <span className={classes.expression}>{expression}</span>}
    </>
  );
  if (!onJump) return <div className={classes.link}>{said}</div>;
  return (
    <UnstyledButton className={classes.link} onClick={onJump}>
      {said}
    </UnstyledButton>
  );
}
