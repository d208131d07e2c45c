import { api, body, type Schemas } from "../client";

/** Tries a connection with a real call. */
export async function testConnection(id: string): Promise<Schemas["ConnectionTestResult"]> {
  return body(
    await api.POST("/api/v1/connections/{connection_id}/test/", { params: { path: { connection_id: id } } }),
  );
}
