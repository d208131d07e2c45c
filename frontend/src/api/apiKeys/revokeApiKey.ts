import { api } from "../client";

/** Ends a key at once; it stays in the list. */
export async function revokeApiKey(keyId: string): Promise<void> {
  await api.DELETE("/api/v1/api-keys/{api_key_id}/", { params: { path: { api_key_id: keyId } } });
}
