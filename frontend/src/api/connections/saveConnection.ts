import { api, body, type Schemas } from "../client";

/** Makes a connection, or replaces the one of this id. 400 names the field; 409 when the name is taken. */
export async function saveConnection(
  connection: Schemas["ConnectionInRequest"],
  id: string | null,
): Promise<Schemas["ConnectionOut"]> {
  if (id === null) return body(await api.POST("/api/v1/connections/", { body: connection }));
  const params = { path: { connection_id: id } };
  return body(await api.PUT("/api/v1/connections/{connection_id}/", { params, body: connection }));
}
