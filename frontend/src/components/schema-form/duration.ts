/** Units of time by their seconds, smallest first. */
export const UNITS = [
  ["seconds", 1],
  ["minutes", 60],
  ["hours", 3600],
  ["days", 86_400],
] as const;

export type Unit = (typeof UNITS)[number][0];

export function secondsIn(unit: Unit): number {
  return UNITS.find(([name]) => name === unit)?.[1] ?? 1;
}

/** The largest unit that says the seconds as a whole number. */
export function unitOf(seconds: number): Unit {
  const fitting = UNITS.filter(([, size]) => seconds > 0 && seconds % size === 0);
  return fitting.at(-1)?.[0] ?? "seconds";
}

/** Seconds as a person says them, in at most two units: "1 h 30 min", "5 s", "2 d". */
export function inWords(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${round(seconds)} s`;
  const whole = Math.round(seconds);
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor((whole % 86_400) / 3600), "h"],
    [Math.floor((whole % 3600) / 60), "min"],
    [whole % 60, "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(" ");
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

/** The waits before each retry in seconds: `interval` times `rate` per retry, none longer than `longest`. */
export function retryWaits(retries: {
  count: number;
  interval: number;
  rate: number;
  longest: number;
}): number[] {
  const { count, interval, rate, longest } = retries;
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    Math.min(interval * rate ** index, longest),
  );
}

const LONGEST_POLL = 86_400;

/** How long a poll can last in seconds when it never succeeds: the pauses between its calls, each at most a day. */
export function pollSeconds({
  interval,
  attempts,
  rate,
}: {
  interval: number;
  attempts: number;
  rate: number;
}): number {
  const pauses = retryWaits({ count: Math.min(attempts, 1000) - 1, interval, rate, longest: LONGEST_POLL });
  return pauses.reduce((sum, pause) => sum + pause, 0);
}
