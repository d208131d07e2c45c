import type { VisitRow } from "@/api/executions/types";
import type { ExecutionFrame } from "@/lib/live";

/** What an event said of a visit that was read before it. */
interface Said {
  status: VisitRow["status"];
  attempts: number;
  /** The event. */
  eventSeq: number;
}

/** What events said of visits, by `seq`, since these were read. Never changed in place. */
export type Told = ReadonlyMap<number, Said>;

export const NOTHING_TOLD: Told = new Map();

/** What is told with what this event says of visits among `rows`; the same object when it says nothing new. */
export function tell(told: Told, rows: readonly VisitRow[], event: ExecutionFrame): Told {
  const known = new Map((event.steps ?? []).map((step) => [step.seq, step]));
  const news = rows.flatMap((row): [number, Said][] => {
    const said = known.get(row.seq);
    const now = told.get(row.seq) ?? row;
    if (!said || (said.status === now.status && said.attempts === now.attempts)) return [];
    return [[row.seq, { status: said.status, attempts: said.attempts, eventSeq: event.seq }]];
  });
  return news.length === 0 ? told : new Map([...told, ...news]);
}

/** What is left of it once everything up to an event was read. */
export function toldBehind(told: Told, eventSeq: number): Told {
  const left = [...told].filter(([, said]) => said.eventSeq > eventSeq);
  return left.length === 0 ? NOTHING_TOLD : new Map(left);
}

/** The visits with what was told of them. What else changed with their status is read soon. */
export function withTold(rows: readonly VisitRow[], told: Told): readonly VisitRow[] {
  if (told.size === 0) return rows;
  return rows.map((row) => {
    const said = told.get(row.seq);
    return said ? { ...row, status: said.status, attempts: said.attempts } : row;
  });
}
