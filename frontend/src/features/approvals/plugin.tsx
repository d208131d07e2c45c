import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { Stamp } from "lucide-react";
import { i18next } from "@/lib/i18n";
import { paths } from "@/lib/paths";
import type { AllmaPlugin } from "@/plugins/types";
import { ApprovalCount } from "./ApprovalCount";
import { parseApprovalsSearch } from "./approvalsSearch";
import "./texts";

/** Runs that wait for a person. */
export const approvalsPlugin: AllmaPlugin = {
  id: "approvals",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: paths.approvals(),
      validateSearch: parseApprovalsSearch,
      component: lazyRouteComponent(() => import("./ApprovalsPage"), "ApprovalsPage"),
    }),
  ],
  nav: [
    {
      id: "approvals",
      label: i18next.t("title", { ns: "approvals" }),
      to: paths.approvals(),
      icon: Stamp,
      order: 34,
      badge: ApprovalCount,
    },
  ],
};
