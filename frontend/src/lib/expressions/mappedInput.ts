import type { StepInstance } from "@/lib/definition/types";
import { type Key, place } from "./keys";
import { compilePath } from "./path";
import type { Evaluation, ExpressionKind, Json, JsonObject } from "./types";

/** What a step would get, and what could not be mapped. */
export interface MappedInput {
  input: JsonObject;
  problems: { target: string; reason: string }[];
}

type Ask = (args: { kind: ExpressionKind; expression: string; local?: JsonObject }) => Promise<Evaluation>;

/** The input of a step on a context: its mappings in their order, then its literals over them. `ask` evaluates. */
export async function mapInput(
  step: Pick<StepInstance, "inputMappings" | "literals">,
  ask: Ask,
): Promise<MappedInput> {
  const mapped: MappedInput = { input: {}, problems: [] };
  for (const [target, source] of Object.entries(step.inputMappings ?? {})) {
    const path = typeof source === "string" ? source : source.path;
    lay(mapped, target, await ask({ kind: "path", expression: path }));
  }
  for (const [target, value] of Object.entries(step.literals ?? {})) {
    const rendered = await render(value, mapped.input, ask);
    lay(mapped, target, rendered);
  }
  return mapped;
}

function lay(mapped: MappedInput, target: string, found: Evaluation): void {
  if (found.outcome === "value") {
    const keys = targetKeys(target);
    const next = keys && place(mapped.input, keys, found.value);
    if (next && typeof next === "object") mapped.input = { ...next };
  } else if (found.outcome === "empty") mapped.problems.push({ target, reason: found.empty.reason });
  else if (found.outcome === "error") mapped.problems.push({ target, reason: found.message });
}

/** The keys of a target in a step's input, which may be written without `$`; null when it is none. */
export function targetKeys(target: string): Key[] | null {
  const absolute = target.startsWith("$") ? target : `$${target.startsWith("[") ? "" : "."}${target}`;
  try {
    return compilePath(absolute).keys;
  } catch {
    return null;
  }
}

async function render(value: Json, local: JsonObject, ask: Ask): Promise<Evaluation> {
  if (typeof value === "string") return ask({ kind: "template", expression: value, local });
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const found = await render(item, local, ask);
      if (found.outcome === "error") return found;
      items.push(found.outcome === "value" ? found.value : null);
    }
    return { outcome: "value", value: items };
  }
  if (typeof value !== "object" || value === null) return { outcome: "value", value };
  const members: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    const found = await render(member, local, ask);
    if (found.outcome === "error") return found;
    if (found.outcome === "value") members[name] = found.value;
  }
  return { outcome: "value", value: members };
}
