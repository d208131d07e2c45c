import { isObject, type Json, MISSING } from "./types";

/** Same type and same value, deeply; missing equals only missing. */
export function equal(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => equal(item, right[index]))
    );
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && equal(left[name], right[name]))
  );
}

/** Number below number, or string before string by code points; anything else is false. */
export function less(left: Json, right: Json): boolean {
  if (typeof left === "number" && typeof right === "number") return left < right;
  if (typeof left !== "string" || typeof right !== "string") return false;
  return beforeByCodePoint(left, right);
}

function beforeByCodePoint(left: string, right: string): boolean {
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index++) {
    if (left[index] === right[index]) continue;
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
    // Halves of a surrogate pair stand for code points above everything else.
    const [isHighA, isHighB] = [a >= 0xd800 && a < 0xe000, b >= 0xd800 && b < 0xe000];
    return isHighA === isHighB ? a < b : isHighB;
  }
  return left.length < right.length;
}

/** Characters of a string, elements of a list, members of an object; MISSING for the rest. */
export function lengthOf(value: Json): Json {
  if (typeof value === "string") return Array.from(value).length;
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : MISSING;
}

/** Whether a bare path in a condition holds: there, and not null, false, 0, "", [] or {}. */
export function isTrue(value: Json): boolean {
  if (value === MISSING || value === null || value === false || value === 0 || value === "") return false;
  return !(Array.isArray(value) || isObject(value)) || lengthOf(value) !== 0;
}

/** Missing, null, "", [] or {}; a number or a boolean is never empty. */
export function isEmpty(value: Json): boolean {
  return value === MISSING || value === null || lengthOf(value) === 0;
}

/** A substring of a string, an equal member of a list, a key of an object; false for anything else. */
export function contains(whole: Json, part: Json): boolean {
  if (part === MISSING) return false;
  if (Array.isArray(whole)) return whole.some((member) => equal(member, part));
  if (typeof part !== "string") return false;
  return typeof whole === "string" ? whole.includes(part) : isObject(whole) && Object.hasOwn(whole, part);
}
