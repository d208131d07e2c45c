import { api, body, type Schemas } from "../client";

/** Reads an export. With `dryRun` it only says what would be made; without, it makes all of it or nothing. */
export async function importDocument(
  document: Record<string, unknown>,
  dryRun: boolean,
): Promise<Schemas["ImportReport"]> {
  return body(await api.POST("/api/v1/import/", { params: { query: { dryRun } }, body: document }));
}
