import type { QueryClient } from "@tanstack/react-query";
import { readDraft, readToChange } from "@/api/drafts/readDraft";
import { saveDraft } from "@/api/drafts/saveDraft";
import { redriveExecution } from "@/api/executions/redriveExecution";
import { redriveFrom } from "@/api/executions/redriveFrom";
import { flowByIdQuery } from "@/api/flows/flowById";
import { createPromptDraft } from "@/api/prompts/createPromptDraft";
import { listPromptVersionsQuery } from "@/api/prompts/listPromptVersions";
import { promptTextQuery } from "@/api/prompts/promptText";
import { publishPrompt } from "@/api/prompts/publishPrompt";
import { savePromptDraft } from "@/api/prompts/savePromptDraft";
import { createDraft } from "@/api/versions/createDraft";
import { publishVersion } from "@/api/versions/publishVersion";
import { versionQuery } from "@/api/versions/readVersion";
import { readDocument } from "@/lib/definition/read";
import type { FlowDocument } from "@/lib/definition/types";
import { i18next } from "@/lib/i18n";
import {
  changedSteps,
  type EditConflict,
  type EditedPrompts,
  type EditedSteps,
  takeOver,
} from "./editedSteps";

/** The draft holds the same fields otherwise: somebody has to decide. */
export class FixConflict extends Error {
  constructor(readonly conflicts: readonly EditConflict[]) {
    super("The draft has changed these steps otherwise.");
  }
}

/** The draft of a flow; without one it is made from the live version, so that nothing that was live is taken back. */
async function draftFor(client: QueryClient, flowId: string): Promise<number> {
  const flow = await client.fetchQuery({ ...flowByIdQuery(flowId), staleTime: 0 });
  const latest = await client.fetchQuery(versionQuery(flowId, flow.latestVersion));
  if (latest.status === "draft") return latest.number;
  const made = await createDraft(flowId, flow.publishedVersion ?? flow.latestVersion);
  await client.invalidateQueries({ queryKey: ["flows"] });
  await client.invalidateQueries({ queryKey: ["versions", flowId] });
  return made.number;
}

interface SaveArgs {
  flowId: string;
  /** The document that was edited. */
  base: FlowDocument;
  steps: EditedSteps;
}

/** Puts the edits into the draft; its number. Throws FixConflict, ApiError. Done twice it changes nothing more. */
export async function saveFix(client: QueryClient, { flowId, base, steps }: SaveArgs): Promise<number> {
  const number = await draftFor(client, flowId);
  const draft = await readToChange(flowId, number);
  const reading = readDocument(draft.definition);
  if (!reading.document) throw new Error(reading.reason);
  const taken = takeOver(base, steps, reading.document);
  if ("conflicts" in taken) throw new FixConflict(taken.conflicts);
  await saveDraft({ flowId, number, revision: draft.revision, definition: taken.document });
  await client.invalidateQueries({ queryKey: ["versions", flowId] });
  await client.invalidateQueries({ queryKey: ["editor", flowId] });
  return number;
}

/** Makes a draft live. One that is live already, after an answer that was lost, stays so. */
export async function publishFix(
  client: QueryClient,
  flowId: string,
  number: number,
  note: string,
): Promise<void> {
  const { version } = await readDraft(flowId, number);
  if (version.status === "draft") await publishVersion(flowId, number, note);
  await client.invalidateQueries({ queryKey: ["flows"] });
  await client.invalidateQueries({ queryKey: ["versions", flowId] });
}

/** Saves and publishes the edited prompts; the new number of each. Done twice it finds the text live already. */
export async function publishPrompts(
  client: QueryClient,
  prompts: EditedPrompts,
  note: string,
): Promise<Record<string, number>> {
  const numbers: Record<string, number> = {};
  for (const [promptId, { number, text }] of Object.entries(prompts))
    numbers[promptId] = await publishOne(client, { promptId, number, text, note });
  return numbers;
}

interface OnePrompt {
  promptId: string;
  number: number;
  text: string;
  note: string;
}

async function publishOne(client: QueryClient, { promptId, number, text, note }: OnePrompt): Promise<number> {
  const versions = await client.fetchQuery({ ...listPromptVersionsQuery(promptId), staleTime: 0 });
  const newest = versions[0]?.number ?? number;
  const current = await client.fetchQuery({ ...promptTextQuery(promptId, newest), staleTime: 0 });
  if (current.status !== "draft" && current.content === text) return newest;
  const edited = await client.fetchQuery(promptTextQuery(promptId, number));
  if (current.status === "draft" && current.content !== text && current.content !== edited.content)
    throw new Error(i18next.t("dialog.promptConflict", { ns: "fix", number: newest }));
  const draft = current.status === "draft" ? current : await createPromptDraft(promptId, number);
  const schemas = draft.variables.flatMap(({ name, schema }) => (schema ? [[name, schema] as const] : []));
  const variables = Object.fromEntries(schemas);
  const content = { content: text, variables, outputSchema: draft.outputSchema };
  await savePromptDraft({ promptId, number: draft.number, revision: draft.revision, content });
  await publishPrompt(promptId, draft.number, note);
  await client.invalidateQueries({ queryKey: ["prompts", promptId] });
  return draft.number;
}

/** Steps that name a version of a prompt name the new one from now on. */
export function withPromptVersions(
  base: FlowDocument,
  steps: EditedSteps,
  numbers: Readonly<Record<string, number>>,
): EditedSteps {
  const next = { ...steps };
  for (const [id, step] of Object.entries({ ...base.steps, ...steps })) {
    const number = typeof step.promptTemplateId === "string" ? numbers[step.promptTemplateId] : undefined;
    if (number !== undefined && typeof step.promptVersion === "number")
      next[id] = { ...step, promptVersion: number };
  }
  return next;
}

/** Whether anything of the flow itself is to be saved. */
export function touchesFlow(base: FlowDocument, steps: EditedSteps): boolean {
  return changedSteps(base, steps).length > 0;
}

/** Runs it again on a version: from a visit, or from the start (null). The id of the new run. */
export async function runAgain(
  executionId: string,
  seq: number | null,
  version: number | "draft",
  key: string,
): Promise<string> {
  const started =
    seq === null
      ? await redriveExecution(executionId, { version }, key)
      : await redriveFrom(executionId, { seq, version, branches: "all" }, key);
  return started.executionId;
}
