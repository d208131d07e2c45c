import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { Plug } from "lucide-react";
import { i18next } from "@/lib/i18n";
import { paths } from "@/lib/paths";
import type { AllmaPlugin } from "@/plugins/types";
import { parseConnectionsSearch } from "./search";
import "./texts";

/** Connections to services, and the credentials they use. */
export const connectionsPlugin: AllmaPlugin = {
  id: "connections",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: paths.connections(),
      validateSearch: parseConnectionsSearch,
      component: lazyRouteComponent(() => import("./ConnectionsPage"), "ConnectionsPage"),
    }),
  ],
  nav: [
    {
      id: "connections",
      label: i18next.t("title", { ns: "connections" }),
      to: paths.connections(),
      icon: Plug,
      order: 60,
    },
  ],
};
