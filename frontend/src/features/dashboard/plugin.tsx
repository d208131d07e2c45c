import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { LayoutDashboard, TriangleAlert } from "lucide-react";
import { i18next } from "@/lib/i18n";
import { paths } from "@/lib/paths";
import { parseSpan } from "@/lib/timeSpan";
import type { AllmaPlugin } from "@/plugins/types";
import { parseFailuresSearch } from "./failures/failuresSearch";
import "./texts";

const t = (key: string) => i18next.t(key, { ns: "dashboard" });

/** The start page: how runs go; and the failures that are alike. */
export const dashboardPlugin: AllmaPlugin = {
  id: "dashboard",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: paths.home(),
      validateSearch: parseSpan,
      component: lazyRouteComponent(() => import("./DashboardPage"), "DashboardPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: paths.failures(),
      validateSearch: parseFailuresSearch,
      component: lazyRouteComponent(() => import("./failures/FailuresPage"), "FailuresPage"),
    }),
  ],
  nav: [
    { id: "dashboard", label: t("nav"), to: paths.home(), icon: LayoutDashboard, order: 10 },
    { id: "failures", label: t("failures.nav"), to: paths.failures(), icon: TriangleAlert, order: 32 },
  ],
};
