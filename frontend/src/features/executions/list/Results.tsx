import { Button, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { ArrowUp, ListChecks, SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { BulkJob } from "@/api/bulk/types";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { LoadMore } from "@/components/LoadMore";
import { paths } from "@/lib/paths";
import { type ExecutionsSearch, filterCount } from "../search";
import { ExecutionCards } from "./ExecutionCards";
import { ExecutionsTable } from "./ExecutionsTable";
import classes from "./list.module.css";
import { SelectionBar } from "./SelectionBar";
import type { useExecutionList } from "./useExecutionList";
import { useSelection } from "./useSelection";

const MANY = 50;

interface ResultsProps {
  list: ReturnType<typeof useExecutionList>;
  /** The filters, and nothing else of the address. */
  search: ExecutionsSearch;
  columns: readonly string[];
  clear: () => void;
  onStarted: (job: BulkJob) => void;
}

/** The runs that match, as table or cards, and what one can do with those that are chosen. */
export function Results({ list, search, columns, clear, onStarted }: ResultsProps) {
  const { t } = useTranslation("executions");
  const phone = useMediaQuery("(max-width: 48em)");
  const selection = useSelection(JSON.stringify(search));
  const { query, rows } = list;
  const filtered = filterCount(search) > 0 || search.search !== undefined;
  if (query.isPending) return <ListSkeleton rows={10} />;
  if (query.isError && rows.length === 0)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (rows.length === 0 && !query.hasNextPage) return <Nothing filtered={filtered} clear={clear} />;
  return (
    <>
      <FreshPill list={list} />
      <SelectionBar
        search={search}
        selection={selection}
        shown={rows}
        more={query.hasNextPage}
        onStarted={onStarted}
      />
      {phone ? (
        <ExecutionCards runs={rows} />
      ) : (
        <ExecutionsTable runs={rows} columns={columns} selection={selection} />
      )}
      <LoadMore query={query}>
        <Text fz="sm" c="dimmed">
          {t("list.shown", { count: rows.length })}
        </Text>
      </LoadMore>
      {query.isFetchNextPageError && (
        <ErrorState error={query.error} onRetry={() => void query.fetchNextPage()} />
      )}
    </>
  );
}

function FreshPill({ list }: { list: ReturnType<typeof useExecutionList> }) {
  const { t } = useTranslation("executions");
  const text = list.fresh >= MANY ? t("list.newMany", { count: MANY }) : t("list.new", { count: list.fresh });
  return (
    <div className={classes.pill} role="status">
      {list.fresh > 0 && (
        <Button
          size="compact-sm"
          radius="xl"
          leftSection={<ArrowUp size={14} aria-hidden />}
          onClick={() => {
            const main = document.getElementById("main");
            if (main) main.scrollTop = 0;
            void list.showFresh();
          }}
        >
          {text}
        </Button>
      )}
    </div>
  );
}

function Nothing({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const { t } = useTranslation("executions");
  const navigate = useNavigate();
  if (filtered)
    return (
      <EmptyState
        icon={SearchX}
        title={t("list.none")}
        description={t("list.noneHint")}
        action={
          <Button variant="default" onClick={clear}>
            {t("list.clear")}
          </Button>
        }
      />
    );
  return (
    <EmptyState
      icon={ListChecks}
      title={t("list.empty")}
      description={t("list.emptyHint")}
      action={<Button onClick={() => void navigate({ to: paths.flows() })}>{t("list.toFlows")}</Button>}
    />
  );
}
