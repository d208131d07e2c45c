import type { AllmaPlugin } from "@/plugins/types";

export const homePlugin: AllmaPlugin = { id: "home" };
