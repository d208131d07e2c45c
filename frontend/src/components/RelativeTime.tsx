import { Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNow } from "@/lib/clock";
import { absoluteTime, relativeTime } from "@/lib/time";
import { useTimeZone } from "@/lib/timeZone";
import "./texts";

/** How long ago something was; the exact time on hover or focus, in UTC or local time. `at` is ISO 8601. */
export function RelativeTime({ at, c }: { at: string | null | undefined; c?: string }) {
  const { t } = useTranslation("common");
  const now = useNow();
  const zone = useTimeZone((state) => state.zone);
  if (!at)
    return (
      <Text component="span" inherit c="dimmed">
        {t("never")}
      </Text>
    );
  const moment = Date.parse(at);
  return (
    <Tooltip label={absoluteTime(moment, zone)}>
      <Text component="time" inherit dateTime={at} c={c} style={{ whiteSpace: "nowrap" }}>
        {relativeTime(moment, Math.max(now, moment > now + 60_000 ? now : moment))}
      </Text>
    </Tooltip>
  );
}
