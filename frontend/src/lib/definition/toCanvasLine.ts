import { branchesOf } from "./edges";
import type { StepInstance } from "./types";

type Fields = Readonly<Record<string, unknown>>;

const record = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
const joined = (...parts: string[]): string => parts.filter(Boolean).join(" ");

function callLine(fields: Fields): string {
  const url = fields.apiUrlTemplate;
  const template = text(url) || text(record(url).template);
  return template ? joined(text(fields.apiHttpMethod) || "GET", template) : "";
}

function modelLine(step: Fields): string {
  return joined(text(step.modelId)) || text(step.promptTemplateId) || text(step.directPrompt).slice(0, 80);
}

function forkLine(step: StepInstance): string {
  const branches = branchesOf(step).length;
  const items = text(step.itemsPath);
  const count = branches === 1 ? "1 branch" : `${branches} branches`;
  if (items) return branches > 0 ? `${items} → ${count}` : items;
  return branches > 0 ? count : "";
}

const LINES: Record<string, (step: StepInstance) => string> = {
  API_CALL: callLine,
  POLL_EXTERNAL_API: (step) => callLine(record(step.apiCallDefinition)),
  LLM_INVOCATION: modelLine,
  PARALLEL_FORK_MANAGER: forkLine,
  START_SUB_FLOW: (step) => text(step.subFlowDefinitionId),
  START_FLOW_EXECUTION: (step) => text(step.flowDefinitionId),
  WAIT_FOR_EXTERNAL_EVENT: (step) => text(step.correlationKeyTemplate),
  END_FLOW: (step) => text(step.message) || text(step.status),
  DATA_TRANSFORMATION: (step) => text(step.moduleIdentifier),
};

/**
 * The one line of a step that matters: method and URL, model, items and branches, correlation key, module, …;
 * else its description, else how many ways lead on. Empty when there is nothing to say.
 */
export function stepLine(step: StepInstance): string {
  const own = LINES[step.stepType]?.(step);
  if (own) return own;
  const described = text(step.description);
  if (described) return described.split("\n")[0] ?? "";
  const ways = step.transitions?.length ?? 0;
  return ways === 0 ? "" : ways === 1 ? "1 condition" : `${ways} conditions`;
}
