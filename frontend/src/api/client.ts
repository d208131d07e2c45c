import createClient, { type Middleware } from "openapi-fetch";
import { newId } from "@/lib/newId";
import { ApiError, type ProblemDocument } from "./problem";
import type { components, paths } from "./schema";

/** Wire shapes by name, generated from the server's OpenAPI document. */
export type Schemas = components["schemas"];

/** Names this tab to the server, so that it knows its own saves when they come back over a socket. */
export const CLIENT_ID = newId();

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
let workspaceSlug: string | null = null;
let onUnauthenticated: () => void = () => undefined;

/** The workspace that every following request names; null is the user's default. */
export function setWorkspace(slug: string | null): void {
  workspaceSlug = slug;
}

/** The workspace in force, for sockets, which cannot send headers. */
export function currentWorkspace(): string | null {
  return workspaceSlug;
}

/** What to do when the server says that nobody is signed in (401), the sign-in route apart. */
export function whenUnauthenticated(action: () => void): void {
  onUnauthenticated = action;
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** Whether this browser has signed in before: signing in leaves the cookie that guards later requests. */
export function hasVisited(): boolean {
  return cookie("csrftoken") !== "";
}

/** After signing out: this browser has no session to ask for. */
export function forgetVisit(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in some browsers
  document.cookie = "csrftoken=; Max-Age=0; Path=/; SameSite=Lax";
}

const headers: Middleware = {
  onRequest({ request }) {
    if (UNSAFE.has(request.method)) request.headers.set("X-CSRFToken", cookie("csrftoken"));
    if (workspaceSlug) request.headers.set("X-Workspace", workspaceSlug);
    request.headers.set("X-Client-Id", CLIENT_ID);
    return request;
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return response;
    if (response.status === 401 && !schemaPath.includes("/auth/")) onUnauthenticated();
    throw new ApiError(await problemOf(response));
  },
  onError({ error }) {
    return new ApiError({
      type: "about:blank",
      title: "The server cannot be reached",
      status: 0,
      code: "unreachable",
      detail:
        error instanceof Error && error.name === "AbortError"
          ? "The request was stopped."
          : "Check that it runs, then try again.",
      errors: [],
      requestId: "",
    });
  },
};

async function problemOf(response: Response): Promise<ProblemDocument> {
  const text = await response.text();
  try {
    const body: Partial<ProblemDocument> | null = JSON.parse(text);
    if (typeof body === "object" && body?.title) return { ...unexpected(response, ""), ...body };
  } catch {
    // Not a problem document: a proxy answered.
  }
  return unexpected(response, text.slice(0, 200));
}

function unexpected(response: Response, detail: string): ProblemDocument {
  return {
    type: "about:blank",
    title: response.statusText || "The request failed",
    status: response.status,
    code: "unexpected_answer",
    detail,
    errors: [],
    requestId: response.headers.get("X-Request-Id") ?? "",
  };
}

/**
 * The typed client. A call resolves with `{data}` when the server says yes; else it throws `ApiError`
 * with the problem document (status 0: no answer at all).
 */
export const api = createClient<paths>({
  baseUrl: globalThis.location.origin,
  fetch: (request: Request) => globalThis.fetch(request),
});
api.use(headers);

/** The body of an answer that has one. */
export function body<T>(answer: { data?: T }): T {
  if (answer.data === undefined) throw new Error("The answer has no body.");
  return answer.data;
}
