import type { AllmaPlugin } from "@/plugins/types";

export const flowsPlugin: AllmaPlugin = { id: "flows" };
