import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { configure } from "@testing-library/react";
import { HttpResponse, http, type JsonBodyType } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { setWorkspace } from "@/api/client";
import { parseSearch, stringifySearch } from "@/app/search";
import { TestServer } from "@/lib/live/testServer";
import { type Permission, type Session, useSessionStore } from "@/lib/session";
import { renderUi } from "@/lib/testing/render";
import { executionsPlugin } from "./plugin";

type Answer = Response | JsonBodyType;

/** What the HTTP server answers, by the path below `/api/v1`; a function sees the request's query and JSON body. */
export type Answers = Record<
  string,
  JsonBodyType | ((query: URLSearchParams, body: unknown) => Answer | Promise<Answer>)
>;

let tests = 0;

/** The edges of the panel in tests: HTTP answered by msw, sockets by a stand-in. Call it at the top of a test file. */
export function testEdges() {
  const server = setupServer();
  configure({ asyncUtilTimeout: 10_000 }); // a busy machine draws a page slowly
  vi.setConfig({ testTimeout: 40_000 });
  const edges = { sockets: new TestServer(), asked: [] as string[] };
  beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
  afterAll(() => server.close());
  afterEach(() => {
    server.resetHandlers();
    vi.unstubAllGlobals();
    useSessionStore.setState({ session: null });
    setWorkspace(null);
  });
  beforeEach(() => {
    edges.sockets = new TestServer();
    edges.asked = [];
    tests += 1;
    setWorkspace(`test-${tests}`); // connections are shared by workspace: each test has its own
    vi.stubGlobal("WebSocket", function open(url: string) {
      return edges.sockets.open(url);
    });
  });
  const answer = (answers: Answers) => {
    server.use(
      http.all("*/api/v1/*", async ({ request }) => {
        const url = new URL(request.url);
        const path = url.pathname.replace("/api/v1", "");
        edges.asked.push(`${request.method} ${path}${url.search}`);
        const found = answers[`${request.method} ${path}`] ?? answers[path];
        if (found === undefined) return problem(404, "Not found", `There is no ${path}.`);
        const given =
          typeof found === "function" ? await found(url.searchParams, await bodyOf(request)) : found;
        return given instanceof Response ? given : HttpResponse.json(given);
      }),
    );
  };
  return { edges, answer };
}

async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.text();
  return text ? JSON.parse(text) : null;
}

/** A problem document. */
export function problem(status: number, title: string, detail: string): Response {
  const type = `urn:allma:problem:${title}`;
  return HttpResponse.json(
    { type, title, status, code: title, detail, errors: [], requestId: "r1" },
    { status },
  );
}

/** One page of a list. */
export function page<T>(results: T[], next: string | null = null) {
  return { results, next, previous: null };
}

const SESSION: Omit<Session, "permissions"> = {
  user: { id: "u1", username: "ann" },
  workspaces: [],
  workspace: null,
  role: "admin",
  installation: {
    blobThresholdBytes: 65_536,
    docsUrl: "",
    maxContextBytes: 1,
    maxDefinitionBytes: 1,
    maxDepth: 64,
    maxInputBytes: 1,
    maxStepOutputBytes: 1,
    maxSteps: 2000,
    publicUrl: "",
    schemaUrl: "",
    version: "1",
  },
};

/** Shows an address of the feature to somebody with these permissions; gives the router. */
export function openAddress(address: string, permissions: Permission[] = ["read", "run", "edit"]) {
  useSessionStore.setState({ session: { ...SESSION, permissions } });
  const root = createRootRoute({
    component: () => (
      <main id="main">
        <Outlet />
      </main>
    ),
  });
  const router = createRouter({
    routeTree: root.addChildren(executionsPlugin.routes?.(root) ?? []),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch,
    stringifySearch,
  });
  renderUi(<RouterProvider router={router} />);
  return router;
}
