import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { getLastGood } from "@/api/executions/getLastGood";
import { notifyError, notifyInfo } from "@/components/notify";
import { paths } from "@/lib/paths";

const TYPING = "input, textarea, select, [contenteditable=true], .cm-editor, [role=dialog], [role=menu]";

/** Leads to the comparison of a run with the last one that went well; the key `c` does so too. */
export function useCompare(executionId: string) {
  const { t } = useTranslation("run");
  const navigate = useNavigate();
  const comparing = useMutation({
    mutationFn: () => getLastGood(executionId),
    onSuccess: (found) => {
      if (found.executionId) void navigate({ to: paths.compareRuns(executionId, found.executionId) });
      else notifyInfo(t("action.noGoodRun"));
    },
    onError: notifyError,
  });
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(TYPING)) return;
    event.preventDefault();
    comparing.mutate();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return comparing;
}
