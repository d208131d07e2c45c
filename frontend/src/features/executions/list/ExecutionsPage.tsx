import { Box, Button, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowUp, ListChecks, SearchX } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { LoadMore } from "@/components/LoadMore";
import { LiveState } from "@/components/live/LiveState";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { type ExecutionsSearch, filterCount, parseExecutionsSearch } from "../search";
import "../texts";
import { ExecutionCards } from "./ExecutionCards";
import { ExecutionsTable } from "./ExecutionsTable";
import { NOTHING } from "./FilterPills";
import { Filters } from "./Filters";
import classes from "./list.module.css";
import { SelectionBar } from "./SelectionBar";
import { useExecutionList } from "./useExecutionList";

const MANY = 50;

/** All runs of the workspace: every filter in the address, live in place. */
export function ExecutionsPage() {
  const { t } = useTranslation("executions");
  const navigate = useNavigate();
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const key = JSON.stringify(parseExecutionsSearch(raw));
  const search = useMemo(() => parseExecutionsSearch(JSON.parse(key)), [key]);
  const list = useExecutionList(search);
  const change = useCallback(
    (changes: Partial<ExecutionsSearch>) =>
      void navigate({
        to: paths.executions(),
        search: () => parseExecutionsSearch({ ...search, ...changes }),
        replace: true,
      }),
    [navigate, search],
  );
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} actions={<LiveState state={list.live} />} />
      <Filters search={search} onChange={change} />
      <Box mt="md">
        <Results
          list={list}
          filtered={filterCount(search) > 0 || search.search !== undefined}
          clear={() => change(NOTHING)}
        />
      </Box>
    </>
  );
}

interface ResultsProps {
  list: ReturnType<typeof useExecutionList>;
  filtered: boolean;
  clear: () => void;
}

function Results({ list, filtered, clear }: ResultsProps) {
  const { t } = useTranslation("executions");
  const phone = useMediaQuery("(max-width: 48em)");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { query, rows } = list;
  const select = useCallback((id: string, on: boolean) => {
    setSelected((before) => {
      const after = new Set(before);
      if (on) after.add(id);
      else after.delete(id);
      return after;
    });
  }, []);
  if (query.isPending) return <ListSkeleton rows={10} />;
  if (query.isError && rows.length === 0)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) return <Nothing filtered={filtered} clear={clear} />;
  return (
    <>
      <FreshPill list={list} />
      <SelectionBar runs={rows} selected={selected} onClear={() => setSelected(new Set())} />
      {phone ? (
        <ExecutionCards runs={rows} />
      ) : (
        <ExecutionsTable runs={rows} selected={selected} onSelect={select} />
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
