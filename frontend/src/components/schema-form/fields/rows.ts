import { useRef, useState } from "react";
import { isObject, type Json, type JsonObject, sameJson } from "../path";

/** A line of a table that stands for a key of an object. */
export interface RecordRow {
  id: number;
  key: string;
  value: Json;
}

/** The object that rows stand for: rows without a key, and all but the first of a key, are left out. */
export function recordOf(rows: readonly RecordRow[]): JsonObject {
  const record: Record<string, Json> = {};
  for (const row of rows) if (row.key !== "" && !Object.hasOwn(record, row.key)) record[row.key] = row.value;
  return record;
}

/** What is wrong with a row's key; null when nothing is. */
export function keyProblem(rows: readonly RecordRow[], row: RecordRow): "empty" | "twice" | null {
  if (row.key === "") return "empty";
  const first = rows.find((other) => other.key === row.key);
  return first && first.id !== row.id ? "twice" : null;
}

export interface RecordRows {
  rows: readonly RecordRow[];
  problem: (row: RecordRow) => "empty" | "twice" | null;
  setKey: (id: number, key: string) => void;
  setValue: (id: number, value: Json) => void;
  add: (key: string, value: Json) => void;
  remove: (id: number) => void;
}

/**
 * An object as rows that can be edited. Rows without a key yet live here alone; `onChange` gets the object, or
 * undefined when the last key is gone.
 */
export function useRecordRows(record: Json, onChange: (record: JsonObject | undefined) => void): RecordRows {
  const given = isObject(record) ? record : {};
  const nextId = useRef(0);
  const emitted = useRef<JsonObject>(given);
  const fresh = (key: string, value: Json): RecordRow => ({ id: nextId.current++, key, value });
  const read = () => Object.entries(given).map(([key, value]) => fresh(key, value));
  const [rows, setRows] = useState<readonly RecordRow[]>(read);
  let current = rows;
  if (!sameOrder(emitted.current, given)) {
    emitted.current = given;
    current = read();
    setRows(current);
  }
  const put = (next: readonly RecordRow[]) => {
    setRows(next);
    const object = recordOf(next);
    if (sameOrder(object, emitted.current)) return;
    emitted.current = object;
    onChange(Object.keys(object).length === 0 ? undefined : object);
  };
  const patch = (id: number, part: Partial<RecordRow>) =>
    put(current.map((row) => (row.id === id ? { ...row, ...part } : row)));
  return {
    rows: current,
    problem: (row) => keyProblem(current, row),
    setKey: (id, key) => patch(id, { key }),
    setValue: (id, value) => patch(id, { value }),
    add: (key, value) => put([...current, fresh(key, value)]),
    remove: (id) => put(current.filter((row) => row.id !== id)),
  };
}

function sameOrder(a: JsonObject, b: JsonObject): boolean {
  return sameJson(a, b) && Object.keys(a).join("\n") === Object.keys(b).join("\n");
}

/** `wanted`, or with a number behind it when there is such a key already. */
export function freeKey(rows: readonly { key: string }[], wanted: string): string {
  const taken = new Set(rows.map((row) => row.key));
  let key = wanted;
  for (let number = 2; taken.has(key); number += 1) key = `${wanted}_${number}`;
  return key;
}
