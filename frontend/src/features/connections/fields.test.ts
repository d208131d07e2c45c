import { expect, it } from "vitest";
import type { Schemas } from "@/api/client";
import { connectionOf, fieldsOf, neededCredential } from "./fields";

type Connection = Schemas["ConnectionOut"];

const stored = (config: Connection["config"], kind: Connection["kind"] = "HTTP"): Connection => ({
  id: "c1",
  name: "Shop",
  kind,
  config,
  credentialId: "k1",
  createdBy: "admin",
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-01T00:00:00Z",
});

it.each([
  [{ baseUrl: "https://a.example", auth: { kind: "bearer" } }],
  [{ testPath: "/health", auth: { kind: "basic" } }],
  [{ auth: { kind: "apiKey", in: "query", name: "key", prefix: "" } }],
  [
    {
      auth: {
        kind: "oauth2",
        tokenUrl: "https://a.example/token",
        scope: "read",
        audience: "",
        clientAuthentication: "body",
      },
    },
  ],
])("a connection that is opened and saved stays as it was: %j", (config) => {
  const before = stored(config);
  expect(connectionOf(fieldsOf(before), before)).toEqual({
    name: "Shop",
    kind: "HTTP",
    credentialId: "k1",
    config,
  });
});

it("a model's connection keeps its models and address", () => {
  const before = stored({ provider: "OPENAI", baseUrl: "https://m.example/v1", models: ["a", "b"] }, "LLM");
  expect(connectionOf(fieldsOf(before), before).config).toEqual(before.config);
});

it("without authentication no credential is sent along", () => {
  const fields = { ...fieldsOf(stored({ auth: { kind: "bearer" } })), auth: "none" as const };
  expect(connectionOf(fields, null)).toEqual({
    name: "Shop",
    kind: "HTTP",
    credentialId: null,
    config: { auth: { kind: "none" } },
  });
});

it.each([
  ["none", null],
  ["bearer", "token"],
  ["basic", "basic"],
  ["apiKey", "token"],
  ["oauth2", "oauth2_client"],
] as const)("%s needs %s", (auth, kind) => {
  expect(neededCredential({ ...fieldsOf(null), auth })).toBe(kind);
});
