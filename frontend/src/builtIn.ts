import { approvalsPlugin } from "@/features/approvals/plugin";
import { connectionsPlugin } from "@/features/connections/plugin";
import { dashboardPlugin } from "@/features/dashboard/plugin";
import { executionsPlugin } from "@/features/executions/plugin";
import { flowEditorPlugin } from "@/features/flow-editor/plugin";
import { flowsPlugin } from "@/features/flows/plugin";
import { promptsPlugin } from "@/features/prompts/plugin";
import { settingsPlugin } from "@/features/settings/plugin";
import { statisticsPlugin } from "@/features/statistics/plugin";
import { stepDefinitionsPlugin } from "@/features/step-definitions/plugin";
import type { AllmaPlugin } from "@/plugins/types";

/** The parts of the product, in the order of their shortcuts and actions. */
export const builtInPlugins: readonly AllmaPlugin[] = [
  dashboardPlugin,
  flowsPlugin,
  flowEditorPlugin,
  executionsPlugin,
  approvalsPlugin,
  statisticsPlugin,
  stepDefinitionsPlugin,
  connectionsPlugin,
  promptsPlugin,
  settingsPlugin,
];
