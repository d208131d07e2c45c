import type { AllmaPlugin } from "@/plugins/types";

export const promptsPlugin: AllmaPlugin = { id: "prompts" };
