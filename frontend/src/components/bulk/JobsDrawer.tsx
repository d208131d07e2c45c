import { Button, Drawer, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, ListTodo } from "lucide-react";
import { useTranslation } from "react-i18next";
import { bulkJobQuery } from "@/api/bulk/readBulkJob";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { PagedList } from "@/components/PagedList";
import { JobCard } from "./JobCard";
import { JobItems } from "./JobItems";
import type { useJobs } from "./useJobs";
import "./texts";

interface JobsDrawerProps {
  /** What the address says: `all`, the id of one job, or nothing (the drawer is closed). */
  open: string | undefined;
  onOpen: (open: string | undefined) => void;
  jobs: ReturnType<typeof useJobs>;
}

/** The jobs of the workspace, live, and the runs of one of them. */
export function JobsDrawer({ open, onOpen, jobs }: JobsDrawerProps) {
  const { t } = useTranslation("bulk");
  return (
    <Drawer
      opened={open !== undefined}
      onClose={() => onOpen(undefined)}
      position="right"
      size={460}
      title={t("jobs")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {open === "all" && (
        <PagedList
          query={jobs}
          skeletonRows={3}
          empty={<EmptyState icon={ListTodo} title={t("none")} description={t("noneHint")} />}
        >
          {(rows) => (
            <Stack gap="sm">
              {rows.map((job) => (
                <JobCard key={job.id} job={job} onOpen={() => onOpen(job.id)} />
              ))}
            </Stack>
          )}
        </PagedList>
      )}
      {open !== undefined && open !== "all" && <OneJob id={open} onOpen={onOpen} />}
    </Drawer>
  );
}

function OneJob({ id, onOpen }: { id: string; onOpen: (open: string | undefined) => void }) {
  const { t } = useTranslation("bulk");
  const job = useQuery(bulkJobQuery(id));
  return (
    <Stack gap="md" align="stretch">
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<ArrowLeft size={14} aria-hidden />}
        onClick={() => onOpen("all")}
        style={{ alignSelf: "flex-start" }}
      >
        {t("back")}
      </Button>
      {job.isPending && <ListSkeleton rows={3} />}
      {job.error && <ErrorState error={job.error} onRetry={() => void job.refetch()} />}
      {job.data && (
        <>
          <JobCard job={job.data} />
          <JobItems jobId={id} onLeave={() => onOpen(undefined)} />
        </>
      )}
    </Stack>
  );
}
