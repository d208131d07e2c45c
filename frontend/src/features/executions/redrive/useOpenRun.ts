import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { linkTarget } from "@/components/AppLink";
import { notifySuccess } from "@/components/notify";
import { paths } from "@/lib/paths";
import "./texts";

/** Goes to a run that has just been started, and lets the lists and the run it repeats be read anew. */
export function useOpenRun(): (executionId: string) => Promise<void> {
  const { t } = useTranslation("redrive");
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (executionId) => {
    notifySuccess(t("started"), { to: paths.execution(executionId) });
    await navigate(linkTarget(paths.execution(executionId)));
    await client.invalidateQueries({ queryKey: ["executions"] });
  };
}
