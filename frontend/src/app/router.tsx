import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { sessionQuery } from "@/api/auth/session";
import { hasStatus } from "@/api/problem";
import { useSessionStore } from "@/lib/session";
import type { AllmaPlugin } from "@/plugins/types";
import { ErrorPage } from "./pages/ErrorPage";
import { NotFoundPage } from "./pages/NotFoundPage";
import { PageSkeleton } from "./pages/PageSkeleton";
import { Root } from "./pages/Root";
import { SignedIn } from "./pages/SignedIn";
import { parseSearch, stringifySearch } from "./search";

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** `full`: the page fills everything below the header, without margins, and does not scroll as a whole. */
    layout?: "full";
  }
}

export type AppRouter = ReturnType<typeof createAppRouter>;

interface RouterOptions {
  queryClient: QueryClient;
  plugins: readonly AllmaPlugin[];
  /** Where addresses come from; the browser when it is not given. */
  history?: RouterHistory;
}

/** The addresses: the sign-in page, and below a session every route of the plugins. */
export function createAppRouter({ queryClient, plugins, history }: RouterOptions) {
  const root = createRootRoute({ component: Root, notFoundComponent: NotFoundPage });
  const login = createRoute({
    getParentRoute: () => root,
    path: "/login",
    validateSearch: (search: Record<string, unknown>): { next?: string } =>
      typeof search.next === "string" ? { next: search.next } : {},
    component: lazyRouteComponent(() => import("./pages/LoginPage"), "LoginPage"),
  });
  const signedIn = createRoute({
    getParentRoute: () => root,
    id: "signed-in",
    component: SignedIn,
    beforeLoad: ({ location }) => requireSession(queryClient, location.href),
  });
  const unknown = createRoute({ getParentRoute: () => signedIn, path: "$", component: NotFoundPage });
  const routes = plugins.flatMap((plugin) => plugin.routes?.(signedIn) ?? []);
  return createRouter({
    routeTree: root.addChildren([login, signedIn.addChildren([...routes, unknown])]),
    history,
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingMinMs: 200,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: ErrorPage,
    scrollRestoration: true,
  });
}

async function requireSession(queryClient: QueryClient, address: string): Promise<void> {
  try {
    const session = await queryClient.ensureQueryData(sessionQuery());
    if (useSessionStore.getState().session !== session) useSessionStore.getState().set(session);
  } catch (error) {
    if (!hasStatus(error, 401)) throw error;
    throw redirect({ to: "/login", search: address === "/" ? {} : { next: address } });
  }
}
