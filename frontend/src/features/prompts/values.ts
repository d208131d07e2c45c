import { parseExactly } from "@/lib/exactJson";
/** What was typed as a variable's value: JSON keeps its type, everything else is a text. */
export function typedValue(text: string): unknown {
  const looksLikeJson = /^\s*([[{"]|-?\d|true\s*$|false\s*$|null\s*$)/.test(text);
  if (!looksLikeJson) return text;
  try {
    return parseExactly(text);
  } catch {
    return text;
  }
}
