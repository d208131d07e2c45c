import { Badge, Code, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "@/components/RelativeTime";
import { fieldsOf, textOf } from "./texts";
import classes from "./visit.module.css";

/** Each attempt of a step: when it ended, with which key, and what went wrong. */
export function AttemptsView({ attempts }: { attempts: readonly Record<string, unknown>[] }) {
  const { t } = useTranslation("run");
  if (attempts.length === 0)
    return (
      <Text c="dimmed" fz="sm">
        {t("attempt.none")}
      </Text>
    );
  return (
    <Stack component="ol" gap="xs" className={classes.plainList}>
      {attempts.map((attempt, index) => {
        const error = attempt.error ? fieldsOf(attempt.error) : null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: attempts are only added at the end
          <li key={index} className={classes.change}>
            <Group gap="xs">
              <Text component="span" fz="sm" fw={500}>
                {t("attempt.number", { number: textOf(attempt.attempt) })}
              </Text>
              <Badge size="sm" color={error ? "red" : "teal"}>
                {error ? textOf(error.code) : t("attempt.ok")}
              </Badge>
              <Text component="span" fz="xs" c="dimmed">
                <RelativeTime at={textOf(attempt.endedAt)} />
              </Text>
            </Group>
            {error && (
              <Text fz="sm" mt={4}>
                {textOf(error.errorName)}: {textOf(error.message)}
              </Text>
            )}
            {attempt.key !== undefined && (
              <Text fz="xs" c="dimmed" mt={4}>
                {t("attempt.key")} <Code className={classes.code}>{textOf(attempt.key)}</Code>
              </Text>
            )}
          </li>
        );
      })}
    </Stack>
  );
}
