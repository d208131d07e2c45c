import { api } from "../client";

/** Deletes a connection. 409 while something uses it. */
export async function deleteConnection(id: string): Promise<void> {
  await api.DELETE("/api/v1/connections/{connection_id}/", { params: { path: { connection_id: id } } });
}
