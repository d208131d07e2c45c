import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { MessageSquareText } from "lucide-react";
import { i18next } from "@/lib/i18n";
import { paths } from "@/lib/paths";
import type { AllmaPlugin } from "@/plugins/types";
import { parsePromptSearch, parsePromptsSearch } from "./search";
import "./texts";

/** Prompt templates and their versions. */
export const promptsPlugin: AllmaPlugin = {
  id: "prompts",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: paths.prompts(),
      validateSearch: parsePromptsSearch,
      component: lazyRouteComponent(() => import("./PromptsPage"), "PromptsPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/prompts/$promptId",
      validateSearch: parsePromptSearch,
      component: lazyRouteComponent(() => import("./PromptPage"), "PromptPage"),
    }),
  ],
  nav: [
    {
      id: "prompts",
      label: i18next.t("title", { ns: "prompts" }),
      to: paths.prompts(),
      icon: MessageSquareText,
      order: 40,
    },
  ],
};
