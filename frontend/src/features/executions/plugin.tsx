import type { AllmaPlugin } from "@/plugins/types";

export const executionsPlugin: AllmaPlugin = { id: "executions" };
