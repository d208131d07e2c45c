import { Badge, Button } from "@mantine/core";
import { ListTodo } from "lucide-react";
import { useTranslation } from "react-i18next";
import { rowsOf } from "@/api/pages";
import type { useJobs } from "./useJobs";
import "./texts";

/** Opens the jobs; says how many go on. */
export function JobsButton({ jobs, onOpen }: { jobs: ReturnType<typeof useJobs>; onOpen: () => void }) {
  const { t } = useTranslation("bulk");
  const running = rowsOf(jobs.data).filter((job) => job.status === "RUNNING").length;
  return (
    <Button
      variant="default"
      leftSection={<ListTodo size={15} aria-hidden />}
      rightSection={
        running > 0 ? (
          <Badge size="sm" circle aria-hidden>
            {running}
          </Badge>
        ) : undefined
      }
      aria-label={running > 0 ? t("jobsRunning", { count: running }) : t("jobs")}
      onClick={onOpen}
    >
      {t("jobs")}
    </Button>
  );
}
