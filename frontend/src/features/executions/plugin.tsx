import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { ListChecks } from "lucide-react";
import { paths } from "@/lib/paths";
import type { AllmaPlugin } from "@/plugins/types";
import { executionCommands } from "./commands";
import { parseCompareSearch } from "./compare/compareSearch";
import { parseFixSearch } from "./fix/fixSearch";
import { parseRunSearch } from "./run/runSearch";
import { RUN_SHORTCUTS } from "./run/shortcuts";
import { parseExecutionsSearch } from "./search";

/** The list of runs and the page of one. */
export const executionsPlugin: AllmaPlugin = {
  id: "executions",
  nav: [{ id: "executions", label: "Executions", to: paths.executions(), icon: ListChecks, order: 30 }],
  commands: [executionCommands],
  shortcuts: RUN_SHORTCUTS,
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "/executions",
      validateSearch: parseExecutionsSearch,
      component: lazyRouteComponent(() => import("./list/ExecutionsPage"), "ExecutionsPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/executions/$executionId",
      validateSearch: parseRunSearch,
      staticData: { layout: "full" },
      component: lazyRouteComponent(() => import("./run/ExecutionPage"), "ExecutionPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/executions/capsule",
      validateSearch: parseFixSearch,
      staticData: { layout: "full" },
      component: lazyRouteComponent(() => import("./capsule/CapsulePage"), "CapsulePage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/executions/$executionId/fix",
      validateSearch: parseFixSearch,
      staticData: { layout: "full" },
      component: lazyRouteComponent(() => import("./fix/FixPage"), "FixPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/executions/$executionId/compare/$otherId",
      validateSearch: parseCompareSearch,
      staticData: { layout: "full" },
      component: lazyRouteComponent(() => import("./compare/ComparePage"), "ComparePage"),
    }),
  ],
};
