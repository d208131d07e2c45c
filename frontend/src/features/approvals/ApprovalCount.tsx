import { Badge } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { approvalsQuery } from "@/api/approvals/listApprovals";
import { rowsOf } from "@/api/pages";
import { useLiveQueries } from "@/lib/useLiveQueries";
import "./texts";

const LIVE = [["approvals"]] as const;

/** How many runs wait for somebody's word; nothing while none does. */
export function ApprovalCount() {
  const { t } = useTranslation("approvals");
  useLiveQueries(LIVE);
  const waits = useInfiniteQuery(approvalsQuery());
  const count = rowsOf(waits.data).length;
  if (count === 0) return null;
  return (
    <Badge size="sm" color="orange" aria-label={t("waiting", { count })} role="img">
      {waits.hasNextPage ? t("many", { count }) : count}
    </Badge>
  );
}
