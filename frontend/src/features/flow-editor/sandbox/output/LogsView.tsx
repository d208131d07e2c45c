import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { preview } from "@/lib/expressions/preview";
import type { JsonObject } from "@/lib/expressions/types";
import styles from "../Sandbox.module.css";

const COLORS: Record<string, string> = { ERROR: "red", WARNING: "orange", WARN: "orange" };

/** The lines that the step wrote. */
export function LogsView({ logs }: { logs: readonly JsonObject[] }) {
  const { t } = useTranslation("sandbox");
  if (logs.length === 0)
    return (
      <Text fz="sm" c="dimmed">
        {t("logs.none")}
      </Text>
    );
  return (
    <ul className={styles.rows} aria-label={t("logs.list")}>
      {logs.map(({ level, message, ...fields }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name but their place, and never move
        <li key={index} className={styles.row}>
          <Group gap="xs" wrap="nowrap" align="start">
            <Text fz="xs" fw={600} c={COLORS[String(level).toUpperCase()] ?? "dimmed"}>
              {String(level).toUpperCase()}
            </Text>
            <Text className={styles.code}>{String(message)}</Text>
          </Group>
          {Object.keys(fields).length > 0 && (
            <Text className={styles.code} c="dimmed">
              {preview(fields)}
            </Text>
          )}
        </li>
      ))}
    </ul>
  );
}
