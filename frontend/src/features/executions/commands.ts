import { CircleX, ListChecks, PackageOpen } from "lucide-react";
import { listExecutions } from "@/api/executions/listExecutions";
import { i18next } from "@/lib/i18n";
import { paths } from "@/lib/paths";
import type { CommandSource, PaletteItem } from "@/plugins/types";
import { shortId } from "./shared/shortId";
import "@/components/texts";
import "./texts";

const SHORTEST = 3;
const MOST = 5;

const t = (key: string, values?: Record<string, unknown>) => i18next.t(key, { ns: "executions", ...values });

/** Runs in Ctrl-K: by id, by their flow's name, label or search attribute; and the failed ones of today. */
export const executionCommands: CommandSource = {
  id: "executions",
  items: () => [
    {
      id: "executions.failed",
      label: t("command.failed"),
      group: t("title"),
      icon: CircleX,
      run: (navigate) => navigate(paths.executions({ status: "FAILED,TIMED_OUT,QUARANTINED", range: "24h" })),
    },
    {
      id: "executions.capsule",
      label: t("command.capsule"),
      group: t("title"),
      icon: PackageOpen,
      permission: "edit",
      run: (navigate) => navigate(paths.capsule()),
    },
  ],
  search: async (query, signal): Promise<PaletteItem[]> => {
    const search = query.trim();
    if (search.length < SHORTEST) return [];
    const page = await listExecutions({ search, limit: MOST }, signal);
    return page.results.map((run) => ({
      id: `executions.${run.id}`,
      label: t("command.run", { id: shortId(run.id) }),
      description: i18next.t(`status.${run.status}`, { ns: "common" }),
      group: t("title"),
      icon: ListChecks,
      run: (navigate) => navigate(paths.execution(run.id)),
    }));
  },
};
