import { createAllmaApp } from "@/app/createAllmaApp";
import { connectionsPlugin } from "@/features/connections/plugin";
import { executionsPlugin } from "@/features/executions/plugin";
import { flowEditorPlugin } from "@/features/flow-editor/plugin";
import { flowsPlugin } from "@/features/flows/plugin";
import { homePlugin } from "@/features/home/plugin";
import { promptsPlugin } from "@/features/prompts/plugin";
import { settingsPlugin } from "@/features/settings/plugin";
import { stepDefinitionsPlugin } from "@/features/step-definitions/plugin";

const element = document.getElementById("root");
if (!element) throw new Error('The page has no element with the id "root".');

createAllmaApp({
  plugins: [
    homePlugin,
    flowsPlugin,
    flowEditorPlugin,
    executionsPlugin,
    stepDefinitionsPlugin,
    connectionsPlugin,
    promptsPlugin,
    settingsPlugin,
  ],
}).mount(element);
