import type { QueryClient } from "@tanstack/react-query";
import { cursorOf } from "@/api/executions/cursor";
import { getCapsule } from "@/api/executions/getCapsule";
import { contextQuery } from "@/api/executions/getContext";
import { getExecution } from "@/api/executions/getExecution";
import { runDefinitionQuery } from "@/api/executions/getRunDefinition";
import { visitQuery } from "@/api/executions/getVisit";
import { listEvents } from "@/api/executions/listEvents";
import { listVisits } from "@/api/executions/listVisits";
import type { VisitDetail, VisitRow } from "@/api/executions/types";
import { downloadJson } from "@/lib/download";
import { shortId } from "../shared/shortId";

const WHOLE_VISITS = 500;
const AT_ONCE = 4;

/**
 * Saves a run as one JSON file: `execution`, `definition`, `context`, `visits`, `events`. Visits are whole, but only
 * rows when there are more than 500 (`visitsAreWhole` says which).
 */
export async function downloadRun(client: QueryClient, id: string): Promise<void> {
  const execution = await getExecution(id);
  const definition = await client.fetchQuery(runDefinitionQuery(id));
  const context = await client.fetchQuery(contextQuery(id, {}, `${execution.eventSeq}`));
  const rows = await all((cursor) => listVisits(id, cursor));
  const events = await all((cursor) => listEvents(id, cursor));
  const visitsAreWhole = rows.length <= WHOLE_VISITS;
  const visits = visitsAreWhole ? await wholeVisits(client, id, rows) : rows;
  const name = `run ${shortId(id)}`;
  downloadJson(name, { execution, definition, context, visitsAreWhole, visits, events });
}

/** Saves a run as a capsule: one file without secrets, for a colleague or a regression test. */
export async function downloadCapsule(id: string): Promise<void> {
  downloadJson(`capsule ${shortId(id)}`, await getCapsule(id));
}

async function all<T>(
  read: (cursor: string | undefined) => Promise<{ results: T[]; next: string | null }>,
): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    found.push(...page.results);
    cursor = cursorOf(page.next);
  } while (cursor !== undefined);
  return found;
}

async function wholeVisits(
  client: QueryClient,
  id: string,
  rows: readonly VisitRow[],
): Promise<VisitDetail[]> {
  const found: VisitDetail[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const part = rows.slice(at, at + AT_ONCE);
    found.push(
      ...(await Promise.all(part.map((row) => client.fetchQuery(visitQuery(id, row.seq, stateOf(row)))))),
    );
  }
  return found;
}

/** What changes about a visit when it does. */
export function stateOf(row: VisitRow): string {
  return `${row.status}:${row.attempts}:${row.endedAt ?? ""}`;
}
