import type { LiveFrame } from "@/lib/live";
import type { Present } from "./presenceStore";

/** The others of a `presence` frame; what is malformed is left out. */
export function peopleOf(frame: LiveFrame): Present[] {
  return records(frame.people)
    .filter((person) => typeof person.id === "string" && person.id !== frame.you)
    .map((person) => ({
      id: String(person.id),
      name: typeof person.user === "string" && person.user !== "" ? person.user : "?",
      version: typeof person.version === "number" ? person.version : null,
      stepId: typeof person.step === "string" ? person.step : null,
    }));
}

/** The drafts of a `flow.state` frame. */
export function draftsOf(frame: LiveFrame): { version: number; revision: number }[] {
  return records(frame.drafts).flatMap(({ version, revision }) =>
    typeof version === "number" && typeof revision === "number" ? [{ version, revision }] : [],
  );
}

function records(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is Record<string, unknown> => typeof one === "object" && one !== null);
}
