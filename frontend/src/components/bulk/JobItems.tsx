import { Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { bulkItemsQuery } from "@/api/bulk/listBulkItems";
import type { BulkItem } from "@/api/bulk/types";
import { AppLink } from "@/components/AppLink";
import { PagedList } from "@/components/PagedList";
import { StatusBadge } from "@/components/StatusBadge";
import { paths } from "@/lib/paths";
import classes from "./bulk.module.css";
import "./texts";

const SHOWN = ["", "FAILED", "STARTED", "SUCCEEDED"] as const;
const RUN_STATUS: Record<BulkItem["status"], string> = {
  PENDING: "PENDING",
  STARTED: "RUNNING",
  SUCCEEDED: "COMPLETED",
  FAILED: "FAILED",
  SKIPPED: "SKIPPED",
};

/** What became of each run of a job, with links to the runs and to those that do them again. */
export function JobItems({ jobId, onLeave }: { jobId: string; onLeave: () => void }) {
  const { t } = useTranslation("bulk");
  const [status, setStatus] = useState("");
  const items = useInfiniteQuery(bulkItemsQuery(jobId, status));
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        aria-label={t("items.show")}
        data={SHOWN.map((value) => ({ value, label: t(`items.${value || "all"}`) }))}
        value={status}
        onChange={setStatus}
      />
      <PagedList
        query={items}
        empty={
          <Text fz="sm" c="dimmed">
            {t("items.none")}
          </Text>
        }
      >
        {(rows) => (
          <ul className={classes.items} aria-label={t("items.label")}>
            {rows.map((item) => (
              <li key={item.executionId}>
                <Item item={item} onLeave={onLeave} />
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </Stack>
  );
}

function Item({ item, onLeave }: { item: BulkItem; onLeave: () => void }) {
  const { t } = useTranslation("bulk");
  const link = (id: string, label: string) => (
    <AppLink
      to={paths.execution(id)}
      fz="xs"
      ff="monospace"
      onClick={onLeave}
      aria-label={t(`items.${label}`, { id: id.slice(-8) })}
    >
      {id.slice(-8)}
    </AppLink>
  );
  return (
    <>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Group gap={6} wrap="nowrap">
          {link(item.executionId, "run")}
          {item.newExecutionId && (
            <>
              <ArrowRight size={13} aria-hidden />
              {link(item.newExecutionId, "again")}
            </>
          )}
        </Group>
        <StatusBadge status={RUN_STATUS[item.status]} size="sm" />
      </Group>
      {item.message && (
        <Text fz="xs" c="dimmed">
          {item.message}
        </Text>
      )}
    </>
  );
}
