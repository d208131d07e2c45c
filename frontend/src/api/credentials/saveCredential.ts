import { api, body, type Schemas } from "../client";

/** A credential to store; without `value` the stored one stays. */
type CredentialFields = Schemas["CredentialReplaceRequest"];

/** Stores a credential, or replaces the one of this id. Its value goes in and never comes out. */
export async function saveCredential(
  fields: CredentialFields,
  id: string | null,
): Promise<Schemas["CredentialOut"]> {
  if (id === null) {
    const { value, ...rest } = fields;
    return body(await api.POST("/api/v1/credentials/", { body: { ...rest, value: value ?? {} } }));
  }
  const params = { path: { credential_id: id } };
  return body(await api.PUT("/api/v1/credentials/{credential_id}/", { params, body: fields }));
}
