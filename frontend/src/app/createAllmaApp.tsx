import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./fonts.css";
import "./base.css";
import "@/components/texts";
import "./texts";
import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { forgetVisit, whenUnauthenticated } from "@/api/client";
import { askForPageFocus } from "@/lib/pageFocus";
import { paths } from "@/lib/paths";
import { useSessionStore } from "@/lib/session";
import { installPlugins } from "@/plugins/registry";
import type { AllmaPlugin } from "@/plugins/types";
import { createQueryClient } from "./queryClient";
import { type AppRouter, createAppRouter } from "./router";
import { cssVariables, theme } from "./theme";

/** The panel, built from plugins and not yet on a page. */
export interface AllmaApp {
  router: AppRouter;
  queryClient: QueryClient;
  /** Shows the panel in this element. The answer takes it away again. */
  mount: (element: HTMLElement) => () => void;
}

/** Builds the panel of these plugins. Throws when two have the same id. */
export function createAllmaApp({ plugins }: { plugins: readonly AllmaPlugin[] }): AllmaApp {
  installPlugins(plugins);
  const queryClient = createQueryClient();
  const router = createAppRouter({ queryClient, plugins });
  whenUnauthenticated(() => leave(router, queryClient));
  router.subscribe("onBeforeNavigate", ({ pathChanged, fromLocation }) => {
    if (fromLocation && pathChanged) askForPageFocus();
  });
  return { router, queryClient, mount: (element) => mount(element, router, queryClient) };
}

function mount(element: HTMLElement, router: AppRouter, queryClient: QueryClient): () => void {
  const root = createRoot(element);
  root.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
          <RouterProvider router={router} />
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
  return () => root.unmount();
}

function leave(router: AppRouter, queryClient: QueryClient): void {
  if (router.state.location.pathname === paths.login()) return;
  forgetVisit();
  useSessionStore.getState().set(null);
  queryClient.clear();
  // Nobody can stay: what is unsaved is kept on this device where its page does so, and put back behind the sign-in.
  void router.navigate({
    to: paths.login(),
    search: { next: router.state.location.href },
    ignoreBlocker: true,
  });
}
