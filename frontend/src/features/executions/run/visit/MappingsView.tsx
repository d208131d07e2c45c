import { Code, Table, Text } from "@mantine/core";
import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { textOf } from "./texts";
import classes from "./visit.module.css";

/** How values got into and out of a step: each mapping, whether it found something, and why not. */
export function MappingsView({ events }: { events: readonly Record<string, unknown>[] }) {
  const { t } = useTranslation("run");
  const mappings = events.filter((event) => event.kind !== "CONDITION");
  if (mappings.length === 0)
    return (
      <Text c="dimmed" fz="sm">
        {t("mapping.none")}
      </Text>
    );
  return (
    <div className={classes.scroll}>
      <Table
        horizontalSpacing="xs"
        verticalSpacing={6}
        fz="sm"
        className={classes.table}
        aria-label={t("visit.mappings")}
      >
        <Table.Tbody>
          {mappings.map((event, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a visit's events never change their places
            <Table.Tr key={index}>
              <Table.Td className={classes.narrow}>
                <Outcome status={textOf(event.status)} />
              </Table.Td>
              <Table.Td className={classes.narrow} c="dimmed">
                {t(`mapping.${textOf(event.kind)}`, { defaultValue: textOf(event.kind) })}
              </Table.Td>
              <Table.Td>
                <Code className={classes.code}>{textOf(event.expression)}</Code>
              </Table.Td>
              <Table.Td className={classes.narrow} c="dimmed">
                →
              </Table.Td>
              <Table.Td>
                <Code className={classes.code}>{textOf(event.target)}</Code>
              </Table.Td>
              <Table.Td className={classes.preview}>
                {event.reason ? (
                  <span className={classes.reason} data-status={textOf(event.status)}>
                    {textOf(event.reason)}
                  </span>
                ) : (
                  <span className={classes.clip}>{textOf(event.preview)}</span>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

const LOOKS = {
  SUCCESS: { icon: CircleCheck, color: "var(--allma-ok)" },
  WARN: { icon: TriangleAlert, color: "var(--allma-wait)" },
  ERROR: { icon: CircleX, color: "var(--allma-fail)" },
};

function Outcome({ status }: { status: string }) {
  const { t } = useTranslation("run");
  const { icon: Icon, color } = LOOKS[status === "WARN" || status === "ERROR" ? status : "SUCCESS"];
  return (
    <Icon size={15} color={color} role="img" aria-label={t(`mapping.${status}`)} className={classes.icon} />
  );
}
