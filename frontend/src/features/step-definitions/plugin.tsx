import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { Blocks } from "lucide-react";
import { i18next } from "@/lib/i18n";
import { paths } from "@/lib/paths";
import type { AllmaPlugin } from "@/plugins/types";
import { parseStepDefinitionsSearch } from "./search";
import "./texts";

/** Steps that are set up once and used in many flows. */
export const stepDefinitionsPlugin: AllmaPlugin = {
  id: "stepDefinitions",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: paths.stepDefinitions(),
      validateSearch: parseStepDefinitionsSearch,
      component: lazyRouteComponent(() => import("./StepDefinitionsPage"), "StepDefinitionsPage"),
    }),
  ],
  nav: [
    {
      id: "step-definitions",
      label: i18next.t("title", { ns: "stepDefinitions" }),
      to: paths.stepDefinitions(),
      icon: Blocks,
      order: 50,
    },
  ],
};
