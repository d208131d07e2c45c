import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { ChartColumn } from "lucide-react";
import { i18next } from "@/lib/i18n";
import { paths } from "@/lib/paths";
import type { AllmaPlugin } from "@/plugins/types";
import { parseStatisticsSearch } from "./statisticsSearch";
import "./texts";

/** Steps, tokens and cost over time. */
export const statisticsPlugin: AllmaPlugin = {
  id: "statistics",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: paths.statistics(),
      validateSearch: parseStatisticsSearch,
      component: lazyRouteComponent(() => import("./StatisticsPage"), "StatisticsPage"),
    }),
  ],
  nav: [
    {
      id: "statistics",
      label: i18next.t("title", { ns: "statistics" }),
      to: paths.statistics(),
      icon: ChartColumn,
      order: 36,
    },
  ],
};
