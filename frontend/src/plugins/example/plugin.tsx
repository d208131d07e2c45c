import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { ListTodo } from "lucide-react";
import { i18next } from "@/lib/i18n";
import type { AllmaPlugin } from "@/plugins/types";
import { ChecklistProvider } from "./ChecklistProvider";
import { ChecklistWidget } from "./ChecklistWidget";
import { NoOperationFace } from "./NoOperationFace";
import { NoOperationForm } from "./NoOperationForm";
import "./texts";

const PATH = "/release-checklist";
const t = (key: string) => i18next.t(key, { ns: "example" });

/**
 * A plugin that uses every part of the contract: a release checklist with a page, an entry in the navigation for those
 * who may publish, a count in the header, state around the whole app, an action in Ctrl-K, and for steps that do
 * nothing a form and a face of their own.
 */
export const examplePlugin: AllmaPlugin = {
  id: "example",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: PATH,
      component: lazyRouteComponent(() => import("./ChecklistPage"), "ChecklistPage"),
    }),
  ],
  nav: [
    {
      id: "release-checklist",
      label: t("title"),
      to: PATH,
      icon: ListTodo,
      order: 75,
      permission: "publish",
    },
  ],
  wrapper: ChecklistProvider,
  header: ChecklistWidget,
  commands: [
    {
      id: "example",
      items: () => [
        {
          id: "example.open",
          label: t("open"),
          group: t("title"),
          icon: ListTodo,
          permission: "publish",
          run: (navigate) => navigate(PATH),
        },
      ],
    },
  ],
  shortcuts: [{ group: t("title"), keys: "Mod+K", label: t("shortcut") }],
  steps: { forms: { NO_OP: NoOperationForm }, faces: { NO_OP: NoOperationFace } },
};
