import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { flowByIdQuery } from "@/api/flows/flowById";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import type { Flow } from "../flowStatus";
import { FlowHeader } from "./FlowHeader";
import { type FlowTab, parseFlowSearch, TABS } from "./search";

const PANELS: Record<FlowTab, LazyExoticComponent<ComponentType<{ flow: Flow }>>> = {
  overview: lazy(async () => ({ default: (await import("./OverviewTab")).OverviewTab })),
  versions: lazy(async () => ({ default: (await import("./VersionsTab")).VersionsTab })),
  runs: lazy(async () => ({ default: (await import("./RunsTab")).RunsTab })),
  variables: lazy(async () => ({ default: (await import("./VariablesTab")).VariablesTab })),
  settings: lazy(async () => ({ default: (await import("./SettingsTab")).SettingsTab })),
};

/** One flow: its picture, versions, runs, variables and settings. */
export function FlowPage() {
  const { t } = useTranslation("flows");
  const { flowId = "" } = useParams({ strict: false });
  const { tab = "overview" } = parseFlowSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const flow = useQuery(flowByIdQuery(flowId));
  if (flow.isPending) return <ListSkeleton rows={5} height={60} />;
  if (flow.error)
    return (
      <>
        <PageHeader title={t("nav")} breadcrumbs={[{ label: t("nav"), to: paths.flows() }]} />
        <ErrorState error={flow.error} onRetry={() => void flow.refetch()} />
      </>
    );
  const Panel = PANELS[tab];
  const open = (value: string | null) =>
    void navigate({
      to: paths.flow(flowId),
      search: value && value !== "overview" ? { tab: value } : {},
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <FlowHeader flow={flow.data} />
      <Tabs value={tab} onChange={open}>
        <Tabs.List mb="lg">
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          <Suspense fallback={<ListSkeleton rows={5} />}>
            <Panel flow={flow.data} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
