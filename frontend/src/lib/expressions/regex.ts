import { type Json, Unsure } from "./types";

const MAX_PATTERN = 512;
/** What RE2 refuses or reads otherwise than JavaScript. */
const FOREIGN = /\\[1-9kAzZQECpP]|\(\?|\[\[:|[*+?}]\+/;
const compiled = new Map<string, RegExp | null>();

/** Whether a string matches wholly, or contains a match. False for anything that is no string or no pattern. */
export function matches(text: Json, pattern: Json, whole: boolean): boolean {
  if (typeof text !== "string" || typeof pattern !== "string" || pattern.length > MAX_PATTERN) return false;
  const expression = compile(whole ? `^(?:${toUnicode(pattern)})$` : toUnicode(pattern), pattern);
  return expression?.test(text) ?? false;
}

function compile(source: string, pattern: string): RegExp | null {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  // Whatever the two engines may read differently is the server's to judge.
  if (FOREIGN.test(pattern.replaceAll("(?:", "(").replace(/\\[pP]\{[A-Z][a-z]?\}/g, ""))) throw new Unsure();
  const expression = attempt(source);
  if (compiled.size > 64) compiled.clear();
  compiled.set(source, expression);
  return expression;
}

function attempt(source: string): RegExp | null {
  try {
    return new RegExp(source, "u");
  } catch {
    return null;
  }
}

/** Outside a class `.` is any character but a line feed or a carriage return. */
function toUnicode(pattern: string): string {
  let result = "";
  let escaped = false;
  let inClass = false;
  for (const character of pattern) {
    if (character === "." && !escaped && !inClass) {
      result += "[^\\n\\r]";
      continue;
    }
    if (!escaped) inClass = character === "[" || (inClass && character !== "]");
    escaped = character === "\\" && !escaped;
    result += character;
  }
  return result;
}
