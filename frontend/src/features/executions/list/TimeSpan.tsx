import { Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { TimeZoneChoice } from "@/lib/time";
import type { FiltersProps } from "./Filters";

/** From when until when, in the time of the browser. */
export function TimeSpan({ search, onChange }: FiltersProps) {
  const { t } = useTranslation("executions");
  return (
    <Group gap="xs" mt="xs">
      <TextInput
        type="datetime-local"
        label={t("filter.from")}
        value={localText(search.startedAfter)}
        onChange={(event) => onChange({ range: "custom", startedAfter: isoText(event.currentTarget.value) })}
      />
      <TextInput
        type="datetime-local"
        label={t("filter.until")}
        value={localText(search.startedBefore)}
        onChange={(event) => onChange({ range: "custom", startedBefore: isoText(event.currentTarget.value) })}
      />
    </Group>
  );
}

/** The text that says when something was, two ISO moments of which one may be missing, and what it is filled with. */
export function spanText(
  from: string | undefined,
  until: string | undefined,
  zone: TimeZoneChoice,
): [key: string, values: { span: string }] {
  const format = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: zone === "utc" ? "UTC" : undefined,
  });
  if (from && until)
    return ["filter.span", { span: format.formatRange(Date.parse(from), Date.parse(until)) }];
  return from
    ? ["filter.spanFrom", { span: format.format(Date.parse(from)) }]
    : ["filter.spanUntil", { span: format.format(Date.parse(until ?? "")) }];
}

/** An ISO moment as a field of local time takes it: `2026-03-01T14:05`. */
export function localText(iso: string | undefined): string {
  if (!iso) return "";
  const moment = new Date(iso);
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** What a field of local time holds as ISO 8601 in UTC; undefined when it is empty or incomplete. */
export function isoText(local: string): string | undefined {
  const moment = new Date(local);
  return local === "" || Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
