import { Duration } from "@/components/Duration";
import { useSecond } from "./useSecond";

interface RunDurationProps {
  startedAt: string | null;
  endedAt: string | null;
  durationMs: number | null;
}

/** How long a run or a visit took; it counts on while it lasts. */
export function RunDuration({ startedAt, endedAt, durationMs }: RunDurationProps) {
  const moving = startedAt !== null && endedAt === null;
  const now = useSecond(moving);
  return <Duration ms={moving ? Math.max(0, now - Date.parse(startedAt)) : durationMs} />;
}
