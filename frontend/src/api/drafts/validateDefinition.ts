import type { Schemas } from "../client";
import { api, body } from "../client";

/** What publishing this definition would find. */
export async function validateDefinition(
  definition: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<Schemas["ProblemOut"][]> {
  return body(await api.POST("/api/v1/flows/validate/", { body: { definition }, signal })).problems;
}
