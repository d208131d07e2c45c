import type { AllmaPlugin } from "@/plugins/types";

export const flowEditorPlugin: AllmaPlugin = { id: "flow-editor" };
