import { Anchor, Code, Table, Text } from "@mantine/core";
import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { AskedEvent } from "@/api/executions/getWhyEmpty";
import { WhyEmpty } from "../moment/WhyEmpty";
import type { RunPage } from "../useRunPage";
import { textOf } from "./texts";
import classes from "./visit.module.css";

interface MappingsViewProps {
  page: RunPage;
  seq: number;
  events: readonly Record<string, unknown>[];
}

/** How values got into and out of a step: each mapping, whether it found something, and why not. */
export function MappingsView({ page, seq, events }: MappingsViewProps) {
  const { t } = useTranslation("run");
  const mappings = events.filter((event) => event.kind !== "CONDITION");
  const { why } = page.search;
  const asked = mappings.findIndex((event) => isEmpty(event) && nameOf(event) === why);
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
        className={classes.mappings}
        aria-label={t("visit.mappings")}
      >
        <Table.Tbody>
          {mappings.map((event, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a visit's events never change their places
            <Fragment key={index}>
              <Table.Tr>
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
                      {textOf(event.reason)}{" "}
                      {isEmpty(event) && (
                        <Anchor
                          component="button"
                          type="button"
                          fz="sm"
                          aria-expanded={nameOf(event) === why}
                          aria-label={t("moment:why.askOf", { target: textOf(event.target) })}
                          onClick={() =>
                            page.change({ why: nameOf(event) === why ? undefined : nameOf(event) })
                          }
                        >
                          {t("moment:why.ask")}
                        </Anchor>
                      )}
                    </span>
                  ) : (
                    <span className={classes.clip}>{textOf(event.preview)}</span>
                  )}
                </Table.Td>
              </Table.Tr>
              {asked === index && (
                <Table.Tr>
                  <Table.Td colSpan={6}>
                    <WhyEmpty page={page} event={askedOf(event, seq)} />
                  </Table.Td>
                </Table.Tr>
              )}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** What an address calls an event, and what the server knows it by: of several the first that found nothing. */
function nameOf(event: Record<string, unknown>): string {
  return `${textOf(event.kind)}:${textOf(event.target)}`;
}

/** Whether nothing was found: there is a reason to ask for. */
function isEmpty(event: Record<string, unknown>): boolean {
  return event.status === "WARN" || event.status === "ERROR";
}

const KINDS = ["INPUT", "LITERAL", "OUTPUT", "TEMPLATE", "CONDITION"] as const;

function askedOf(event: Record<string, unknown>, seq: number): AskedEvent {
  const kind = KINDS.find((one) => one === event.kind) ?? "INPUT";
  return { seq, target: textOf(event.target), kind };
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
