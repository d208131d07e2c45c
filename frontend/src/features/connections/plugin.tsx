import type { AllmaPlugin } from "@/plugins/types";

export const connectionsPlugin: AllmaPlugin = { id: "connections" };
