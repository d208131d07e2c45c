import { templateName } from "./keys";
import { compilePath } from "./path";
import type { ExpressionKind } from "./types";

/** The text after a path was dropped at a selection: a path is replaced, other text takes it in. */
export function dropPath(
  kind: ExpressionKind | "text",
  text: string,
  path: string,
  selection: { start: number; end: number },
): string {
  if (kind === "path" || (kind === "template" && text === "")) return path;
  const said = kind === "template" ? asTemplate(path) : path;
  return text.slice(0, selection.start) + said + text.slice(selection.end);
}

function asTemplate(path: string): string {
  try {
    const { keys } = compilePath(path);
    const name = keys && templateName(keys);
    return name ? `{{ ${name} }}` : path;
  } catch {
    return path;
  }
}
