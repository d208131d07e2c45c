import type { Schemas } from "@/api/client";

/** How an HTTP connection authenticates. */
type AuthKind = "none" | "bearer" | "basic" | "apiKey" | "oauth2";
export type CredentialKind = Schemas["CredentialKind"];

/** Ways to authenticate and the kind of credential each needs. */
export const AUTHS: Record<AuthKind, CredentialKind | null> = {
  none: null,
  bearer: "token",
  basic: "basic",
  apiKey: "token",
  oauth2: "oauth2_client",
};

/** The fields of the form: every kind's, so that switching the kind loses nothing. */
export interface ConnectionFields {
  name: string;
  kind: Schemas["ConnectionKind"];
  credentialId: string | null;
  baseUrl: string;
  testPath: string;
  auth: AuthKind;
  place: string;
  keyName: string;
  keyPrefix: string;
  tokenUrl: string;
  scope: string;
  audience: string;
  provider: string;
  models: string[];
}

/** A text of a stored config; empty when there is none. */
export function configText(config: unknown, name: string): string {
  const value =
    typeof config === "object" && config !== null ? (config as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value : "";
}

/** The form of a connection, or of a new one. */
export function fieldsOf(connection: Schemas["ConnectionOut"] | null): ConnectionFields {
  const config = connection?.config ?? {};
  const auth = config.auth;
  const kind = configText(auth, "kind");
  return {
    name: connection?.name ?? "",
    kind: connection?.kind ?? "HTTP",
    credentialId: connection?.credentialId ?? null,
    baseUrl: configText(config, "baseUrl"),
    testPath: configText(config, "testPath"),
    auth: kind in AUTHS ? (kind as AuthKind) : "none",
    place: configText(auth, "in") || "header",
    keyName: configText(auth, "name") || "X-API-Key",
    keyPrefix: configText(auth, "prefix"),
    tokenUrl: configText(auth, "tokenUrl"),
    scope: configText(auth, "scope"),
    audience: configText(auth, "audience"),
    provider: configText(config, "provider") || "OPENAI",
    models: Array.isArray(config.models) ? config.models.filter((one) => typeof one === "string") : [],
  };
}

/** What the server stores. Empty fields are left out; settings the form does not know stay as they were. */
export function connectionOf(
  fields: ConnectionFields,
  stored: Schemas["ConnectionOut"] | null,
): Schemas["ConnectionInRequest"] {
  const { name, kind } = fields;
  const baseUrl = fields.baseUrl.trim();
  if (kind === "LLM")
    return {
      name,
      kind,
      credentialId: fields.credentialId,
      config: {
        provider: fields.provider,
        ...(baseUrl && { baseUrl }),
        ...(fields.models.length > 0 && { models: fields.models }),
      },
    };
  const testPath = fields.testPath.trim();
  return {
    name,
    kind,
    credentialId: AUTHS[fields.auth] ? fields.credentialId : null,
    config: {
      ...(baseUrl && { baseUrl }),
      ...(testPath && { testPath }),
      auth: authOf(fields, stored?.config.auth),
    },
  };
}

function authOf(fields: ConnectionFields, stored: unknown): Record<string, unknown> {
  const kept = configText(stored, "kind") === fields.auth ? (stored as Record<string, unknown>) : {};
  if (fields.auth === "apiKey")
    return { ...kept, kind: "apiKey", in: fields.place, name: fields.keyName, prefix: fields.keyPrefix };
  if (fields.auth === "oauth2")
    return {
      ...kept,
      kind: "oauth2",
      tokenUrl: fields.tokenUrl,
      scope: fields.scope,
      audience: fields.audience,
    };
  return { kind: fields.auth };
}

/** The kind of credential that the connection needs; null when it needs none. */
export function neededCredential(fields: ConnectionFields): CredentialKind | null {
  return fields.kind === "LLM" ? "token" : AUTHS[fields.auth];
}
