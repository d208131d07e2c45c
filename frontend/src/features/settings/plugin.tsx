import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { KeyRound, Users } from "lucide-react";
import { i18next } from "@/lib/i18n";
import { paths } from "@/lib/paths";
import type { AllmaPlugin } from "@/plugins/types";
import "./texts";

const label = (key: string) => i18next.t(key, { ns: "settings" });

/** Members, API keys and the audit of the workspace. */
export const settingsPlugin: AllmaPlugin = {
  id: "settings",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: paths.members(),
      component: lazyRouteComponent(() => import("./MembersPage"), "MembersPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: paths.apiKeys(),
      component: lazyRouteComponent(() => import("./ApiKeysPage"), "ApiKeysPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: paths.audit(),
      component: lazyRouteComponent(() => import("./AuditPage"), "AuditPage"),
    }),
  ],
  nav: [
    {
      id: "members",
      label: label("nav.members"),
      to: paths.members(),
      icon: Users,
      order: 100,
      section: "settings",
    },
    {
      id: "api-keys",
      label: label("nav.apiKeys"),
      to: paths.apiKeys(),
      icon: KeyRound,
      order: 110,
      section: "settings",
      permission: "administer",
    },
  ],
};
