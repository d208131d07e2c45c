import { Badge, Tabs, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isOpenVisit, type VisitDetail } from "@/api/executions/types";
import { DataView as JsonView } from "@/components/data-view";
import type { RunPage } from "../useRunPage";
import { AttemptsView } from "./AttemptsView";
import { ChangesView } from "./ChangesView";
import { ErrorView } from "./ErrorView";
import { LogsView } from "./LogsView";
import { MappingsView } from "./MappingsView";
import { MetadataView } from "./MetadataView";
import { TransitionView } from "./TransitionView";
import classes from "./visit.module.css";

const TABS = [
  "input",
  "output",
  "changes",
  "mappings",
  "transition",
  "metadata",
  "logs",
  "attempts",
] as const;

/** A part of a visit. */
export type VisitTab = (typeof TABS)[number] | "error";

interface VisitTabsProps {
  page: RunPage;
  visit: VisitDetail;
  tab: VisitTab | null;
  onTab: (tab: VisitTab | null) => void;
}

/** What a visit holds, part by part. The part stays when another visit is chosen; an error comes first. */
export function VisitTabs({ page, visit, tab: wanted, onTab }: VisitTabsProps) {
  const { t } = useTranslation("run");
  const tabs: VisitTab[] = visit.error ? ["error", ...TABS] : [...TABS];
  const shown = wanted && tabs.includes(wanted) ? wanted : (tabs[0] ?? "input");
  return (
    <Tabs
      className={classes.tabs}
      value={shown}
      onChange={(tab) => onTab(tabs.find((one) => one === tab) ?? null)}
    >
      <Tabs.List className={classes.tabList} aria-label={t("visit.tabs")}>
        {tabs.map((tab) => (
          <Tabs.Tab
            key={tab}
            value={tab}
            rightSection={<Count of={countOf(visit, tab)} />}
            className={classes.tab}
          >
            {t(tab === "attempts" ? "visit.attemptsTab" : `visit.${tab}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={shown} className={classes.body}>
        <Part tab={shown} page={page} visit={visit} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Count({ of }: { of: number }) {
  if (of === 0) return null;
  return (
    <Badge size="xs" color="gray" circle={of < 10}>
      {of}
    </Badge>
  );
}

function countOf(visit: VisitDetail, tab: VisitTab): number {
  if (tab === "changes") return visit.contextDiff.length;
  if (tab === "mappings") return visit.mappingEvents.filter((event) => event.kind !== "CONDITION").length;
  if (tab === "logs") return visit.logs.length;
  return tab === "attempts" && visit.attempts > 1 ? visit.attempts : 0;
}

function Part({ tab, page, visit }: { tab: VisitTab; page: RunPage; visit: VisitDetail }) {
  const { t } = useTranslation("run");
  switch (tab) {
    case "input":
      return <Value value={visit.input} label={t("visit.input")} none={t("visit.noInput")} />;
    case "output":
      return (
        <Value
          value={visit.output}
          label={t("visit.output")}
          none={isOpenVisit(visit.status) ? t("visit.noOutputYet") : t("visit.noOutput")}
        />
      );
    case "changes":
      return <ChangesView key={visit.seq} executionId={page.id} visit={visit} />;
    case "mappings":
      return <MappingsView events={visit.mappingEvents} />;
    case "transition":
      return <TransitionView visit={visit} nameOf={page.nameOf} />;
    case "metadata":
      return <MetadataView metadata={visit.metadata} config={visit.config} />;
    case "logs":
      return <LogsView logs={visit.logs} />;
    case "attempts":
      return <AttemptsView attempts={visit.attemptLog} />;
    case "error":
      return visit.error && <ErrorView error={visit.error} />;
  }
}

function Value({ value, label, none }: { value: unknown; label: string; none: string }) {
  if (value === null || isEmptyObject(value))
    return (
      <Text c="dimmed" fz="sm">
        {none}
      </Text>
    );
  return <JsonView value={value} height="100%" ariaLabel={label} />;
}

function isEmptyObject(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
  );
}
