import { Paper, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { contextQuery } from "@/api/executions/getContext";
import { isOver } from "@/api/executions/types";
import { DataView as JsonView } from "@/components/data-view";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { useReading } from "@/lib/useReading";
import classes from "./run.module.css";
import type { RunPage } from "./useRunPage";

const HEIGHT = "min(60vh, 560px)";

/** The input and the output of a run and its last context, beside each other. */
export function DataTab({ page }: { page: RunPage }) {
  const { t } = useTranslation("run");
  const { execution } = page;
  if (!execution) return null;
  const over = isOver(execution.status);
  return (
    <div className={classes.data}>
      <Part title={t("data.input")}>
        <JsonView value={execution.input} maxHeight={HEIGHT} ariaLabel={t("data.input")} />
      </Part>
      <Part title={t("data.output")}>
        {execution.output === null ? (
          <Text fz="sm" c="dimmed">
            {over ? t("data.noOutputEnd") : t("data.noOutput")}
          </Text>
        ) : (
          <JsonView value={execution.output} maxHeight={HEIGHT} ariaLabel={t("data.output")} />
        )}
      </Part>
      <Part title={over ? t("data.contextEnd") : t("data.context")}>
        <Context page={page} over={over} state={`${execution.progress.visits}:${execution.status}`} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Paper withBorder p="md" miw={0}>
      <Title order={2} mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function Context({ page, over, state }: { page: RunPage; over: boolean; state: string }) {
  const { t } = useTranslation("run");
  const context = useQuery({
    ...contextQuery(page.id, {}, over ? "over" : "live"),
    ...(!over && { staleTime: 0 }),
    placeholderData: (before: unknown) => before,
  });
  useReading(context, over ? null : state);
  if (context.data === undefined)
    return context.isError ? (
      <ErrorState error={context.error} onRetry={() => void context.refetch()} />
    ) : (
      <ListSkeleton rows={6} height={24} />
    );
  return <JsonView value={context.data} maxHeight={HEIGHT} ariaLabel={t("data.context")} />;
}
