import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "@/lib/expressions/types";
import styles from "../Sandbox.module.css";

const COLORS: Record<string, string> = { SUCCESS: "teal", WARN: "orange", ERROR: "red" };

/** Every mapping, template and condition that was evaluated: what it gave, or why it gave nothing. */
export function MappingView({ events }: { events: readonly JsonObject[] }) {
  const { t } = useTranslation("sandbox");
  if (events.length === 0)
    return (
      <Text fz="sm" c="dimmed">
        {t("mapping.none")}
      </Text>
    );
  return (
    <ul className={styles.rows} aria-label={t("mapping.list")}>
      {events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events have no name but their place, and never move
        <Event key={index} event={event} />
      ))}
    </ul>
  );
}

function Event({ event }: { event: JsonObject }) {
  const { t } = useTranslation("sandbox");
  const status = String(event.status ?? "");
  const target = String(event.target ?? "");
  const reason = String(event.reason ?? "");
  return (
    <li className={styles.row}>
      <Group gap="xs" wrap="nowrap" justify="space-between" align="start">
        <Text className={styles.code} fw={500}>
          {target || String(event.kind ?? "")}
        </Text>
        <Badge size="xs" variant="light" color={COLORS[status] ?? "gray"} style={{ flex: "none" }}>
          {t(`mapping.${status}`, { defaultValue: status })}
        </Badge>
      </Group>
      <Text className={styles.code} c="dimmed">
        {String(event.expression ?? "")}
      </Text>
      {event.preview ? <Text className={styles.code}>{String(event.preview)}</Text> : null}
      {reason && <Text className={styles.warning}>{reason}</Text>}
    </li>
  );
}
