/** A column of the list, and how wide it is; one without a width takes what is left. */
export interface Column {
  name: string;
  width?: string;
}

export const COLUMNS: readonly Column[] = [
  { name: "status", width: "112px" },
  { name: "run", width: "106px" },
  { name: "flow" },
  { name: "version", width: "76px" },
  { name: "started", width: "98px" },
  { name: "ended", width: "98px" },
  { name: "duration", width: "92px" },
  { name: "progress", width: "13%" },
  { name: "error", width: "20%" },
  { name: "errorStep", width: "120px" },
  { name: "errorName", width: "140px" },
  { name: "trigger", width: "76px" },
  { name: "labels", width: "14%" },
  { name: "redriveOf", width: "106px" },
];

export const FIRST_COLUMNS: readonly string[] = [
  "status",
  "run",
  "flow",
  "started",
  "duration",
  "progress",
  "trigger",
  "labels",
];

const KEY = "allma.executions.columns";

/** The columns that a text names, in its order; null when it names none. */
export function columnsOf(text: string | undefined | null): string[] | null {
  const names = (text ?? "").split(",").filter((name) => COLUMNS.some((column) => column.name === name));
  return names.length > 0 ? [...new Set(names)] : null;
}

/** The columns that this device keeps; null when none were chosen. */
export function deviceColumns(): string[] | null {
  return columnsOf(localStorage.getItem(KEY));
}

/** Keeps columns on this device; null forgets them. */
export function keepOnDevice(columns: readonly string[] | null): void {
  if (columns) localStorage.setItem(KEY, columns.join(","));
  else localStorage.removeItem(KEY);
}

/** The columns with one moved up (-1) or down (1) a place. */
export function moved(columns: readonly string[], name: string, by: -1 | 1): string[] {
  const from = columns.indexOf(name);
  const to = from + by;
  if (from < 0 || to < 0 || to >= columns.length) return [...columns];
  const after = columns.filter((one) => one !== name);
  after.splice(to, 0, name);
  return after;
}
