import { Text } from "@mantine/core";
import { durationText } from "@/lib/time";

/** A length of time in milliseconds for people; a dash when there is none yet. */
export function Duration({ ms, c }: { ms: number | null | undefined; c?: string }) {
  const known = ms !== null && ms !== undefined;
  return (
    <Text
      component="span"
      inherit
      c={known ? c : "dimmed"}
      style={{ whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }}
    >
      {known ? durationText(Math.max(0, ms)) : "–"}
    </Text>
  );
}
