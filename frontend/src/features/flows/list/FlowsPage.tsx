import { Button, Group, Menu } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ChevronDown, FileUp, LayoutTemplate, Plus, SearchX, Workflow } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { listFlowsQuery } from "@/api/flows/listFlows";
import { rowsOf } from "@/api/pages";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { LoadMore } from "@/components/LoadMore";
import { PageHeader } from "@/components/PageHeader";
import { useFlowStatistics } from "@/lib/flowStatistics";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import type { Flow } from "../flowStatus";
import { FlowFilterBar } from "./FlowFilterBar";
import { FlowTable } from "./FlowTable";
import { type FlowsSearch, parseFlowsSearch } from "./search";

const NewFlowDialog = lazy(async () => ({
  default: (await import("../dialogs/NewFlowDialog")).NewFlowDialog,
}));
const ImportDialog = lazy(async () => ({ default: (await import("../dialogs/ImportDialog")).ImportDialog }));
const RunDialog = lazy(async () => ({ default: (await import("../dialogs/RunDialog")).RunDialog }));

const STATISTICS_MOST = 200;

/** Every flow of the workspace: found, filtered, started and made. */
export function FlowsPage() {
  const { t } = useTranslation("flows");
  const search = parseFlowsSearch(useSearch({ strict: false }));
  const { dialog, ...filters } = search;
  const navigate = useNavigate();
  const [running, setRunning] = useState<Flow | null>(null);
  const go = (next: FlowsSearch, replace = true) =>
    void navigate({ to: paths.flows(), search: next, replace, resetScroll: false });
  return (
    <>
      <PageHeader
        title={t("list.title")}
        subtitle={t("list.subtitle")}
        actions={<Actions onOpen={go} search={filters} />}
      />
      <FlowFilterBar filters={filters} onChange={(next) => go(next)} />
      <FlowRows filters={filters} onRun={setRunning} onOpen={go} />
      <Suspense fallback={null}>
        {dialog === "new" && <NewFlowDialog onClose={() => go(filters)} />}
        {dialog === "import" && <ImportDialog onClose={() => go(filters)} />}
        {running && <RunDialog flow={running} onClose={() => setRunning(null)} />}
      </Suspense>
    </>
  );
}

interface OpenProps {
  onOpen: (search: FlowsSearch) => void;
}

function Actions({ onOpen, search }: OpenProps & { search: FlowsSearch }) {
  const { t } = useTranslation("flows");
  if (!usePermission("edit")) return null;
  return (
    <Group gap="xs">
      <Button.Group>
        <Button
          leftSection={<Plus size={16} aria-hidden />}
          onClick={() => onOpen({ ...search, dialog: "new" })}
        >
          {t("list.new")}
        </Button>
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <Button
              px="xs"
              aria-label={t("list.moreWays")}
              style={{ borderInlineStart: "1px solid rgb(255 255 255 / 25%)" }}
            >
              <ChevronDown size={16} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<FileUp size={15} aria-hidden />}
              onClick={() => onOpen({ ...search, dialog: "import" })}
            >
              {t("list.import")}
            </Menu.Item>
            <Menu.Item
              leftSection={<LayoutTemplate size={15} aria-hidden />}
              renderRoot={(props) => <Link {...props} to={paths.gallery()} />}
            >
              {t("list.fromTemplate")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
    </Group>
  );
}

interface FlowRowsProps extends OpenProps {
  filters: FlowsSearch;
  onRun: (flow: Flow) => void;
}

function FlowRows({ filters, onRun, onOpen }: FlowRowsProps) {
  const flows = useInfiniteQuery(listFlowsQuery(filters));
  const rows = rowsOf(flows.data);
  const ids = useMemo(
    () =>
      rowsOf(flows.data)
        .map((flow) => flow.id)
        .slice(0, STATISTICS_MOST),
    [flows.data],
  );
  const statistics = useFlowStatistics(ids);
  if (flows.isPending) return <ListSkeleton rows={8} height={52} />;
  if (flows.error && !rows.length)
    return <ErrorState error={flows.error} onRetry={() => void flows.refetch()} />;
  if (!rows.length) return <NoFlows filtered={Object.keys(filters).length > 0} onOpen={onOpen} />;
  return (
    <>
      <FlowTable flows={rows} statistics={statistics} onRun={onRun} />
      <LoadMore query={flows} />
    </>
  );
}

function NoFlows({ filtered, onOpen }: OpenProps & { filtered: boolean }) {
  const { t } = useTranslation("flows");
  const edits = usePermission("edit");
  if (filtered)
    return (
      <EmptyState
        icon={SearchX}
        title={t("list.noneFound")}
        description={t("list.noneFoundText")}
        action={
          <Button variant="default" onClick={() => onOpen({})}>
            {t("list.clearAll")}
          </Button>
        }
      />
    );
  return (
    <EmptyState
      icon={Workflow}
      title={t("list.none")}
      description={edits ? t("list.noneText") : t("list.noneTextViewer")}
      action={
        edits && (
          <Group justify="center" gap="xs">
            <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => onOpen({ dialog: "new" })}>
              {t("list.new")}
            </Button>
            <Button
              variant="default"
              leftSection={<LayoutTemplate size={16} aria-hidden />}
              renderRoot={(props) => <Link {...props} to={paths.gallery()} />}
            >
              {t("list.fromTemplate")}
            </Button>
            <Button
              variant="default"
              leftSection={<FileUp size={16} aria-hidden />}
              onClick={() => onOpen({ dialog: "import" })}
            >
              {t("list.import")}
            </Button>
          </Group>
        )
      }
    />
  );
}
