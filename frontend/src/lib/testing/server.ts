import { HttpResponse, http, type RequestHandler } from "msw";
import { type SetupServer, setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Schemas } from "@/api/client";

/** A server for the tests of one file; a request that nobody answers fails the test. */
export function testServer(...handlers: RequestHandler[]): SetupServer {
  const server = setupServer(...handlers);
  beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  return server;
}

/** Answers a GET below `/api/v1` with a body. */
export function gives(path: string, body: Parameters<typeof HttpResponse.json>[0]): RequestHandler {
  return http.get(`*/api/v1${path}`, () => HttpResponse.json(body));
}

/** A problem document as an answer. */
export function problem(status: number, fields: Partial<Schemas["Problem"]> = {}): Response {
  const body: Schemas["Problem"] = {
    type: "about:blank",
    title: "No",
    status,
    code: "no",
    detail: "It did not work.",
    errors: [],
    requestId: "req-1",
    ...fields,
  };
  return HttpResponse.json(body, { status, headers: { "Content-Type": "application/problem+json" } });
}

const WORKSPACE: Schemas["SessionWorkspace"] = {
  id: "0190f000-0000-7000-8000-000000000001",
  slug: "default",
  name: "Default",
  role: "admin",
};

/** The session of one who may do these things, everything when nothing is named. */
export function sessionOf(
  permissions: Schemas["PermissionsEnum"][] = ["read", "run", "edit", "publish", "administer"],
  workspaces: Schemas["SessionWorkspace"][] = [WORKSPACE],
): Schemas["Session"] {
  return {
    user: { id: "1", username: "ada" },
    workspaces,
    workspace: workspaces[0] ?? null,
    role: workspaces[0]?.role ?? null,
    permissions,
    installation: {
      version: "1.0",
      docsUrl: "/api/v1/docs/",
      schemaUrl: "/api/v1/schema/",
      publicUrl: "",
      maxInputBytes: 1,
      maxDefinitionBytes: 1,
      maxStepOutputBytes: 1,
      maxContextBytes: 1,
      maxSteps: 1,
      maxDepth: 1,
      blobThresholdBytes: 1,
    },
  };
}

/** A flow as the server sends it. */
export function flowOf(fields: Partial<Schemas["Flow"]> = {}): Schemas["Flow"] {
  return {
    id: "0190f000-0000-7000-8000-0000000000f1",
    name: "Expense approval",
    description: "Small ones at once.",
    tags: ["finance"],
    latestVersion: 2,
    publishedVersion: 1,
    owner: "ada",
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: "2026-01-02T00:00:00Z",
    archivedAt: null,
    ...fields,
  };
}

/** A version of a flow as the server sends it: a draft without steps. */
export function versionOf(fields: Partial<Schemas["FlowVersionOut"]> = {}): Schemas["FlowVersionOut"] {
  return {
    number: 1,
    status: "draft",
    revision: 1,
    changeNote: "",
    contentHash: "",
    createdBy: "ada",
    createdAt: "2026-01-01T00:00:00Z",
    updatedBy: "ada",
    updatedAt: "2026-01-01T00:00:00Z",
    publishedBy: "",
    publishedAt: null,
    definition: { steps: {}, startStepInstanceId: "" },
    ...fields,
  };
}
