import { isOpenVisit, type VisitRow } from "@/api/executions/types";

/** A page of visits as the server gave it. */
interface VisitPage {
  results: readonly VisitRow[];
  /** The cursor of the page behind it. */
  next: string | undefined;
}

/** Reads the page at a cursor; undefined is the first. */
export type ReadPage = (cursor: string | undefined) => Promise<VisitPage>;

/** The visits of a run as far as they were read, in order of `seq`. Never changed in place. */
export interface VisitLog {
  pages: readonly { cursor: string | undefined; rows: readonly VisitRow[] }[];
  /** Where to read on; undefined when all there were has been read. */
  next: string | undefined;
}

/** Reads from the first visit on, up to about so many. */
export function readVisits(read: ReadPage, most: number): Promise<VisitLog> {
  return readOn({ pages: [], next: undefined }, undefined, read, most);
}

/** Reads on behind what is there, up to about so many more. */
export function readMoreVisits(log: VisitLog, read: ReadPage, more: number): Promise<VisitLog> {
  return log.next === undefined ? Promise.resolve(log) : readOn(log, log.next, read, visitCount(log) + more);
}

/**
 * The log as it is now. Visits that are over never change and new ones come last, so only pages with open visits and
 * the end are read again.
 */
export async function refreshVisits(log: VisitLog, read: ReadPage, most: number): Promise<VisitLog> {
  const last = log.pages.length - 1;
  const pages = [...log.pages];
  for (const [index, page] of log.pages.entries()) {
    const atEnd = index === last && log.next === undefined;
    if (atEnd || !page.rows.some((row) => isOpenVisit(row.status))) continue;
    pages[index] = { cursor: page.cursor, rows: (await read(page.cursor)).results };
  }
  if (log.next !== undefined) return { pages, next: log.next };
  const end = pages.pop();
  return readOn({ pages, next: undefined }, end?.cursor, read, Math.max(most, visitCount(log)));
}

async function readOn(
  log: VisitLog,
  from: string | undefined,
  read: ReadPage,
  most: number,
): Promise<VisitLog> {
  const pages = [...log.pages];
  let count = visitCount(log);
  let cursor = from;
  do {
    const page = await read(cursor);
    pages.push({ cursor, rows: page.results });
    count += page.results.length;
    cursor = page.next;
  } while (cursor !== undefined && count < most);
  return { pages, next: cursor };
}

function visitCount(log: VisitLog): number {
  return log.pages.reduce((sum, page) => sum + page.rows.length, 0);
}

const flat = new WeakMap<VisitLog, readonly VisitRow[]>();

/** All visits that were read; the same log gives the same list. */
export function visitsOf(log: VisitLog | undefined): readonly VisitRow[] {
  if (!log) return NONE;
  const known = flat.get(log) ?? log.pages.flatMap((page) => page.rows);
  flat.set(log, known);
  return known;
}

const NONE: readonly VisitRow[] = [];
