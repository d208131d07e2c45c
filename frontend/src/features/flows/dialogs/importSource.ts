import type { Schemas } from "@/api/client";
import { validateDefinition } from "@/api/drafts/validateDefinition";
import { createFlow } from "@/api/flows/createFlow";
import { importDocument } from "@/api/portability/importDocument";
import { parseExactly } from "@/lib/exactJson";

export type Report = Schemas["ImportReport"];
type JsonObject = Record<string, unknown>;

/** What a text to import is: an export of any number of things, or the definition of one flow. */
export type ImportSource =
  | { kind: "export"; document: JsonObject }
  | { kind: "definition"; name: string; definition: JsonObject };

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads a text. `fallbackName` names a definition that does not name itself. Throws SyntaxError for bad JSON. */
export function readSource(text: string, fallbackName: string): ImportSource {
  const value = parseExactly(text);
  if (!isObject(value)) throw new SyntaxError("The text must be a JSON object.");
  const name = typeof value.name === "string" && value.name.trim() ? value.name.trim() : fallbackName;
  if (isObject(value.definition)) return { kind: "definition", name, definition: value.definition };
  if (isObject(value.steps)) return { kind: "definition", name, definition: value };
  return { kind: "export", document: value };
}

/** What importing would make, which names are taken and what is wrong; nothing is made. */
export async function tryImport(source: ImportSource): Promise<Report> {
  if (source.kind === "export") return importDocument(source.document, true);
  const problems = await validateDefinition(source.definition);
  const of = { kind: "flow", sourceId: "", name: source.name };
  return {
    dryRun: true,
    created: [{ ...of, id: null }],
    conflicts: [],
    problems: problems.map((problem) => ({ ...problem, ...of })),
  };
}

/** Imports for good. A definition becomes the draft of a new flow. */
export async function runImport(source: ImportSource): Promise<Report> {
  if (source.kind === "export") return importDocument(source.document, false);
  const flow = await createFlow({
    name: source.name,
    description: "",
    tags: [],
    definition: source.definition,
  });
  return {
    dryRun: false,
    created: [{ kind: "flow", sourceId: "", id: flow.id, name: flow.name }],
    conflicts: [],
    problems: [],
  };
}
