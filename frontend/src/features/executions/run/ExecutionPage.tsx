import { Box, Skeleton, Stack, Tabs } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail } from "@/api/executions/types";
import { hasStatus } from "@/api/problem";
import { AppLink } from "@/components/AppLink";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { shortId } from "../shared/shortId";
import "../texts";
import "./moment/texts";
import "./texts";
import { Checkpoints } from "./Checkpoints";
import { DataTab } from "./DataTab";
import { RunHeader } from "./RunHeader";
import { RunNotices } from "./RunNotices";
import classes from "./run.module.css";
import { StepsTab } from "./StepsTab";
import { type RunPage, useRunPage } from "./useRunPage";

/** One run: what became of it, and everything its steps got, gave and changed; live. */
export function ExecutionPage() {
  const { executionId = "" } = useParams({ strict: false });
  return <Run key={executionId} id={executionId} />;
}

function Run({ id }: { id: string }) {
  const { t } = useTranslation("run");
  const page = useRunPage(id);
  if (!page.execution)
    return (
      <Box p="lg" className={classes.scroll}>
        <PageHeader
          title={t("title", { id: shortId(page.id) })}
          breadcrumbs={[{ label: t("crumb"), to: paths.executions() }]}
        />
        {page.error ? <Missing error={page.error} retry={page.retry} /> : <Waiting />}
      </Box>
    );
  return (
    <div className={classes.page}>
      <Head page={page} execution={page.execution} />
      <Parts page={page} />
    </div>
  );
}

interface HeadProps {
  page: RunPage;
  execution: ExecutionDetail;
}

/** What does not depend on the moment: it is not drawn again while that moves. */
const Head = memo(function Head({ page, execution }: HeadProps) {
  return (
    <div className={classes.head}>
      <div>
        <RunHeader page={page} execution={execution} />
      </div>
      <RunNotices page={page} execution={execution} />
      <Checkpoints progress={execution.progress} />
    </div>
  );
}, isSameHead);

function isSameHead({ page, execution }: HeadProps, next: HeadProps): boolean {
  return next.page.moving && execution === next.execution && page.live === next.page.live;
}

function Parts({ page }: { page: RunPage }) {
  const { t } = useTranslation("run");
  return (
    <Tabs
      className={classes.tabs}
      value={page.search.tab ?? "steps"}
      onChange={(tab) => page.change({ tab: tab === "data" ? "data" : undefined })}
    >
      <Tabs.List className={classes.tabList} aria-label={t("tab.label")}>
        <Tabs.Tab value="steps">{t("tab.steps")}</Tabs.Tab>
        <Tabs.Tab value="data">{t("tab.data")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="steps" className={classes.panel}>
        {page.error && !page.isReady ? (
          <Box p="md">
            <ErrorState error={page.error} onRetry={page.retry} />
          </Box>
        ) : (
          <StepsTab page={page} />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="data" className={classes.panel}>
        <DataTab page={page} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Waiting() {
  return (
    <Stack gap="md">
      <Skeleton height={18} width="60%" />
      <ListSkeleton rows={8} />
    </Stack>
  );
}

function Missing({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslation("executions");
  if (!hasStatus(error, 404)) return <ErrorState error={error} onRetry={retry} />;
  return (
    <EmptyState
      icon={SearchX}
      title={error.problem.title}
      description={error.problem.detail}
      action={<AppLink to={paths.executions()}>{t("title")}</AppLink>}
    />
  );
}
