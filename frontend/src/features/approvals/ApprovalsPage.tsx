import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Stamp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { approvalsQuery } from "@/api/approvals/listApprovals";
import { EmptyState } from "@/components/EmptyState";
import { LiveState } from "@/components/live/LiveState";
import { PagedList } from "@/components/PagedList";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { useLiveQueries } from "@/lib/useLiveQueries";
import { ApprovalCard } from "./ApprovalCard";
import classes from "./approvals.module.css";
import { parseApprovalsSearch } from "./approvalsSearch";
import { DecideDialog } from "./DecideDialog";
import "./texts";

const LIVE = [["approvals"]] as const;

/** Runs that wait for somebody's word, and giving it. */
export function ApprovalsPage() {
  const { t } = useTranslation("approvals");
  const navigate = useNavigate();
  const { open } = parseApprovalsSearch(useSearch({ strict: false }));
  const live = useLiveQueries(LIVE);
  const waits = useInfiniteQuery(approvalsQuery());
  const show = (id: string | undefined) =>
    void navigate({ to: paths.approvals(), search: () => (id ? { open: id } : {}), replace: true });
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} actions={<LiveState state={live} />} />
      <PagedList
        query={waits}
        empty={<EmptyState icon={Stamp} title={t("none")} description={t("noneHint")} />}
      >
        {(rows) => (
          <ul className={classes.list} aria-label={t("label")}>
            {rows.map((approval) => (
              <li key={approval.id}>
                <ApprovalCard approval={approval} onOpen={() => show(approval.id)} />
              </li>
            ))}
          </ul>
        )}
      </PagedList>
      {open && waits.data && (
        <DecideDialog key={open} id={open} waits={waits} onClose={() => show(undefined)} />
      )}
    </>
  );
}
