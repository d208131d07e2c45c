import { type ExpressionKind, isObject, type Json } from "@/lib/expressions/types";
import type { Sample } from "@/lib/expressions/useEvaluation";
import type { CompletionState } from "./useCompletion";

/** What names begin at: in a template the step's own input lies over the context. */
export function withLocal(kind: ExpressionKind | "text", sample: Sample | null): Json {
  if (!sample) return undefined;
  return kind === "template" && sample.local && isObject(sample.context)
    ? { ...sample.context, ...sample.local }
    : sample.context;
}

/** The texts around the field by the ids that Mantine gives them. */
export function described(
  id: string,
  { error, description }: { error?: unknown; description?: unknown },
): string | undefined {
  const ids = [error && typeof error !== "boolean" && `${id}-error`, description && `${id}-description`];
  return ids.filter(Boolean).join(" ") || undefined;
}

/** What makes a text area a combobox; fixed text is none. */
export function comboboxProps(
  kind: ExpressionKind | "text",
  listId: string,
  { list, active }: CompletionState,
) {
  if (kind === "text") return {};
  return {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": list !== null,
    "aria-controls": list ? listId : undefined,
    "aria-activedescendant": list ? `${listId}-${active}` : undefined,
  } as const;
}
