import { Box, Group } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { PackageOpen } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { JobsButton } from "@/components/bulk/JobsButton";
import { JobsDrawer } from "@/components/bulk/JobsDrawer";
import { useJobs } from "@/components/bulk/useJobs";
import { IconButton } from "@/components/IconButton";
import { LiveState } from "@/components/live/LiveState";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { type ExecutionsSearch, onlyFilters, parseExecutionsSearch } from "../search";
import "../texts";
import { ColumnsMenu } from "./ColumnsMenu";
import { NOTHING } from "./FilterPills";
import { Filters } from "./Filters";
import { Results } from "./Results";
import { SavedSearches } from "./SavedSearches";
import { useColumns } from "./useColumns";
import { useExecutionList } from "./useExecutionList";
import { useCurrentSearch, useSavedSearch } from "./useSavedSearch";

/** All runs of the workspace: every filter in the address, live in place. */
export function ExecutionsPage() {
  const { t } = useTranslation("executions");
  const navigate = useNavigate();
  const mayEdit = usePermission("edit");
  const { search, filters, change } = useListAddress();
  const list = useExecutionList(filters);
  const jobs = useJobs();
  const found = useCurrentSearch(search);
  const { columns, choose } = useColumns(search, found.current, change);
  const saved = useSavedSearch(search, found, columns);
  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={t("subtitle")}
        actions={
          <>
            <LiveState state={list.live} />
            {mayEdit && (
              <IconButton
                icon={PackageOpen}
                variant="default"
                label={t("command.capsule")}
                onClick={() => void navigate({ to: paths.capsule() })}
              />
            )}
            <JobsButton jobs={jobs} onOpen={() => change({ job: "all" })} />
          </>
        }
      />
      <Filters search={filters} onChange={change} />
      <Group gap="xs" mt="xs" justify="space-between">
        <SavedSearches state={saved} />
        <Box visibleFrom="sm">
          <ColumnsMenu columns={columns} onChange={choose} />
        </Box>
      </Group>
      <Box mt="sm">
        <Results
          list={list}
          search={filters}
          columns={columns}
          clear={() => change({ ...NOTHING, saved: undefined, columns: undefined })}
          onStarted={(job) => change({ job: job.id })}
        />
      </Box>
      <JobsDrawer open={search.job} onOpen={(job) => change({ job })} jobs={jobs} />
    </>
  );
}

function useListAddress() {
  const navigate = useNavigate();
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const key = JSON.stringify(parseExecutionsSearch(raw));
  const search = useMemo(() => parseExecutionsSearch(JSON.parse(key)), [key]);
  const filtersKey = JSON.stringify(onlyFilters(search));
  const filters = useMemo(() => parseExecutionsSearch(JSON.parse(filtersKey)), [filtersKey]);
  const change = useCallback(
    (changes: Partial<ExecutionsSearch>) =>
      void navigate({
        to: paths.executions(),
        search: () => parseExecutionsSearch({ ...search, ...changes }),
        replace: true,
      }),
    [navigate, search],
  );
  return { search, filters, change };
}
