import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { PartyPopper } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Cluster, failureClustersQuery } from "@/api/dashboard/failureClusters";
import { JobsButton } from "@/components/bulk/JobsButton";
import { JobsDrawer } from "@/components/bulk/JobsDrawer";
import { useJobs } from "@/components/bulk/useJobs";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { SpanPicker } from "@/components/filters/SpanPicker";
import { ListSkeleton } from "@/components/ListSkeleton";
import { LiveState } from "@/components/live/LiveState";
import { PageHeader } from "@/components/PageHeader";
import { useLiveQueries } from "@/lib/useLiveQueries";
import { useSpan } from "@/lib/useSpan";
import "../texts";
import { ClusterCards } from "./ClusterCards";
import { ClusterTable } from "./ClusterTable";
import { parseFailuresSearch } from "./failuresSearch";
import { RedriveCluster } from "./RedriveCluster";

const LIVE = [["dashboard", "failures"]] as const;

/** Failures that are alike, and trying their runs again, a few first. */
export function FailuresPage() {
  const { t } = useTranslation("dashboard");
  const { span, change } = useSpan("7d");
  const navigate = useNavigate();
  const { job } = parseFailuresSearch(useSearch({ strict: false }));
  const live = useLiveQueries(LIVE);
  const jobs = useJobs();
  const clusters = useQuery(failureClustersQuery(span));
  const Clusters = useMediaQuery("(max-width: 48em)") ? ClusterCards : ClusterTable;
  const [redriven, setRedriven] = useState<{ cluster: Cluster; from: string } | null>(null);
  const openJob = (next: string | undefined) =>
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) => ({ ...before, job: next }),
      replace: true,
    });
  return (
    <>
      <PageHeader
        title={t("failures.title")}
        subtitle={t("failures.subtitle")}
        actions={
          <>
            <LiveState state={live} />
            <SpanPicker span={span} onChange={change} />
            <JobsButton jobs={jobs} onOpen={() => openJob("all")} />
          </>
        }
      />
      {clusters.isPending && <ListSkeleton height={64} />}
      {clusters.error && !clusters.data && (
        <ErrorState error={clusters.error} onRetry={() => void clusters.refetch()} />
      )}
      {clusters.data?.results.length === 0 && (
        <EmptyState icon={PartyPopper} title={t("clusters.none")} description={t("clusters.noneHint")} />
      )}
      {clusters.data && clusters.data.results.length > 0 && (
        <Clusters
          clusters={clusters.data.results}
          span={span}
          from={clusters.data.from}
          onRedrive={(cluster) => setRedriven({ cluster, from: clusters.data.from })}
        />
      )}
      {redriven && (
        <RedriveCluster
          {...redriven}
          onClose={() => setRedriven(null)}
          onStarted={(started) => {
            setRedriven(null);
            openJob(started.id);
          }}
        />
      )}
      <JobsDrawer open={job} onOpen={openJob} jobs={jobs} />
    </>
  );
}
