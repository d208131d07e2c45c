import type { AllmaPlugin } from "@/plugins/types";

export const stepDefinitionsPlugin: AllmaPlugin = { id: "step-definitions" };
