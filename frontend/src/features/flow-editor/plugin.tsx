import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { AllmaPlugin } from "@/plugins/types";
import { editorCommands } from "./activeEditor";
import { shortcutList } from "./keyboard/shortcuts";
import { parseEditorSearch } from "./search";

/** The canvas editor: its page, its entries in Ctrl-K, its shortcuts. */
export const flowEditorPlugin: AllmaPlugin = {
  id: "flow-editor",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "/flows/$flowId/versions/$number/edit",
      validateSearch: parseEditorSearch,
      staticData: { layout: "full" },
      component: lazyRouteComponent(() => import("./EditorPage"), "EditorPage"),
    }),
  ],
  commands: [editorCommands],
  shortcuts: shortcutList(),
};
