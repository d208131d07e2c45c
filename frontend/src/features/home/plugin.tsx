import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { House } from "lucide-react";
import { i18next } from "@/lib/i18n";
import { paths } from "@/lib/paths";
import type { AllmaPlugin } from "@/plugins/types";
import "./texts";

/** The start page. */
export const homePlugin: AllmaPlugin = {
  id: "home",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: paths.home(),
      component: lazyRouteComponent(() => import("./HomePage"), "HomePage"),
    }),
  ],
  nav: [{ id: "home", label: i18next.t("nav", { ns: "home" }), to: paths.home(), icon: House, order: 10 }],
};
