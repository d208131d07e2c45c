import { Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { TimeZoneChoice } from "@/lib/time";
import { useTimeZone } from "@/lib/timeZone";
import type { FiltersProps } from "./Filters";

/** From when until when, in the zone in which times are shown. */
export function TimeSpan({ search, onChange }: FiltersProps) {
  const { t } = useTranslation("executions");
  const zone = useTimeZone((state) => state.zone);
  return (
    <Group gap="xs" mt="xs">
      <TextInput
        type="datetime-local"
        label={t("filter.from")}
        value={fieldText(search.startedAfter, zone)}
        onChange={(event) =>
          onChange({ range: "custom", startedAfter: isoText(event.currentTarget.value, zone) })
        }
      />
      <TextInput
        type="datetime-local"
        label={t("filter.until")}
        value={fieldText(search.startedBefore, zone)}
        onChange={(event) =>
          onChange({ range: "custom", startedBefore: isoText(event.currentTarget.value, zone) })
        }
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

/** An ISO moment as a field of date and time takes it: `2026-03-01T14:05`, in the time of the browser or in UTC. */
export function fieldText(iso: string | undefined, zone: TimeZoneChoice): string {
  if (!iso) return "";
  const moment = new Date(iso);
  if (zone === "utc") return moment.toISOString().slice(0, 16);
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** What such a field holds as ISO 8601 in UTC; undefined when it is empty or incomplete. */
export function isoText(typed: string, zone: TimeZoneChoice): string | undefined {
  const moment = new Date(zone === "utc" ? `${typed}Z` : typed);
  return typed === "" || Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
