import { api } from "../client";

/** Deletes a credential and its value. 409 while a connection uses it. */
export async function deleteCredential(id: string): Promise<void> {
  await api.DELETE("/api/v1/credentials/{credential_id}/", { params: { path: { credential_id: id } } });
}
