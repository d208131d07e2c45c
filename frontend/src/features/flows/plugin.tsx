import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { FileUp, LayoutTemplate, Plus, Workflow } from "lucide-react";
import { i18next } from "@/lib/i18n";
import { paths } from "@/lib/paths";
import type { AllmaPlugin } from "@/plugins/types";
import { parseCompareSearch } from "./compare/search";
import { parseFlowSearch } from "./flow/search";
import { parseGallerySearch } from "./gallery/search";
import { parseFlowsSearch } from "./list/search";
import { searchFlows } from "./searchFlows";
import { parseVersionSearch } from "./version/search";
import "./texts";

const t = (key: string) => i18next.t(key, { ns: "flows" });

/** The list of flows, the gallery of templates, a flow's page, its versions and their comparison. */
export const flowsPlugin: AllmaPlugin = {
  id: "flows",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: paths.flows(),
      validateSearch: parseFlowsSearch,
      component: lazyRouteComponent(() => import("./list/FlowsPage"), "FlowsPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: paths.gallery(),
      validateSearch: parseGallerySearch,
      component: lazyRouteComponent(() => import("./gallery/GalleryPage"), "GalleryPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/flows/$flowId/versions/$number",
      validateSearch: parseVersionSearch,
      component: lazyRouteComponent(() => import("./version/VersionPage"), "VersionPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/flows/$flowId/compare",
      validateSearch: parseCompareSearch,
      component: lazyRouteComponent(() => import("./compare/ComparePage"), "ComparePage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/flows/$flowId",
      validateSearch: parseFlowSearch,
      component: lazyRouteComponent(() => import("./flow/FlowPage"), "FlowPage"),
    }),
  ],
  nav: [{ id: "flows", label: t("nav"), to: paths.flows(), icon: Workflow, order: 20 }],
  commands: [
    {
      id: "flows",
      items: () => [
        {
          id: "flows.new",
          label: t("list.new"),
          group: t("command.group"),
          icon: Plus,
          permission: "edit",
          run: (navigate) => navigate(`${paths.flows()}?dialog=new`),
        },
        {
          id: "flows.import",
          label: t("command.import"),
          group: t("command.group"),
          icon: FileUp,
          permission: "edit",
          run: (navigate) => navigate(`${paths.flows()}?dialog=import`),
        },
        {
          id: "flows.templates",
          label: t("command.templates"),
          group: t("command.group"),
          icon: LayoutTemplate,
          run: (navigate) => navigate(paths.gallery()),
        },
      ],
      search: searchFlows,
    },
  ],
};
