import type { Json } from "./types";

const LIMIT = 200;

/** Compact JSON text of at most `limit` characters, cut with an ellipsis; a large value is not printed whole. */
export function preview(value: Json, limit = LIMIT): string {
  const parts: string[] = [];
  write(value, parts, limit);
  const text = parts.join("");
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Appends until there is no room; gives the room that is left, negative when it did not fit. */
function write(value: Json, parts: string[], room: number): number {
  if (Array.isArray(value)) {
    return writeMembers(value.length, (index) => ["", value[index]], ["[", "]"], parts, room);
  }
  if (typeof value === "object" && value !== null) {
    const names = Object.keys(value);
    const members: Record<string, Json> = { ...value };
    return writeMembers(
      names.length,
      (index) => {
        const name = names[index] ?? "";
        return [`${scalar(name, room)}:`, members[name]];
      },
      ["{", "}"],
      parts,
      room,
    );
  }
  const text = scalar(value, room);
  parts.push(text);
  return room - text.length;
}

function writeMembers(
  count: number,
  member: (index: number) => [string, Json],
  [open, close]: [string, string],
  parts: string[],
  given: number,
): number {
  let room = given;
  for (let index = 0; index < count; index++) {
    const [name, value] = member(index);
    const before = (index === 0 ? open : ",") + name;
    parts.push(before);
    room = write(value, parts, room - before.length);
    if (room < 0) return room;
  }
  parts.push(count ? close : open + close);
  return room - (count ? 1 : 2);
}

function scalar(value: Json, room: number): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, Math.max(room, 0) + LIMIT));
  return value === undefined ? "null" : String(JSON.stringify(value));
}
