import { Workflow } from "lucide-react";
import { api, body } from "@/api/client";
import { i18next } from "@/lib/i18n";
import { paths } from "@/lib/paths";
import type { PaletteItem } from "@/plugins/types";

const MOST = 8;

/** Flows by name or description, as lines of the search. */
export async function searchFlows(search: string, signal: AbortSignal): Promise<PaletteItem[]> {
  const query = { search, limit: MOST };
  const page = body(await api.GET("/api/v1/flows/", { params: { query }, signal }));
  return page.results.map((flow) => ({
    id: `flow.${flow.id}`,
    label: flow.name,
    description: flow.description || undefined,
    group: i18next.t("nav", { ns: "flows" }),
    icon: Workflow,
    run: (navigate) => navigate(paths.flow(flow.id)),
  }));
}
