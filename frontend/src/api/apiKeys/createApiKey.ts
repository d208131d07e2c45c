import { api, body, type Schemas } from "../client";

/** Makes a key. Its secret is in this answer and nowhere else. */
export async function createApiKey(key: Schemas["ApiKeyCreateRequest"]): Promise<Schemas["ApiKeyCreated"]> {
  return body(await api.POST("/api/v1/api-keys/", { body: key }));
}
