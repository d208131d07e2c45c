import { Badge, Tabs, Text } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { isOpenVisit, type VisitDetail, type VisitRow } from "@/api/executions/types";
import { DataView as JsonView } from "@/components/data-view";
import { ListSkeleton } from "@/components/ListSkeleton";
import { ContextTab } from "../moment/ContextTab";
import { VISIT_PARTS, type VisitPart } from "../runSearch";
import type { RunPage } from "../useRunPage";
import { AttemptsView } from "./AttemptsView";
import { ErrorView } from "./ErrorView";
import { LogsView } from "./LogsView";
import { MappingsView } from "./MappingsView";
import { MetadataView } from "./MetadataView";
import { TransitionView } from "./TransitionView";
import classes from "./visit.module.css";

interface VisitTabsProps {
  page: RunPage;
  row: VisitRow;
  /** The visit in full, or the one before while this one is being read; undefined while none is here. */
  visit: VisitDetail | undefined;
}

/**
 * What a visit holds, part by part. The part stays when another visit is chosen; else an error comes first, and the
 * context while one scrubs.
 */
export function VisitTabs({ page, row, visit }: VisitTabsProps) {
  const tabs = VISIT_PARTS.filter((part) => part !== "error" || row.error);
  const wanted = page.search.part ?? (page.moment === undefined || row.error ? null : "context");
  const shown = tabs.find((one) => one === wanted) ?? (row.error ? "error" : "input");
  return (
    <Tabs
      className={classes.tabs}
      value={shown}
      onChange={(tab) => page.change({ part: tabs.find((one) => one === tab) })}
    >
      <TabList counts={tabs.map((tab) => `${tab}:${countOf(row, visit, tab)}`).join(" ")} />
      <Tabs.Panel value={shown} className={classes.body}>
        {shown === "context" ? (
          <ContextTab page={page} detail={visit} />
        ) : (
          <Part tab={shown} page={page} row={row} visit={visit} />
        )}
      </Tabs.Panel>
    </Tabs>
  );
}

/** `counts` are the tabs and what they hold, such as `input:0 mappings:3`: drawn again only when one changes. */
const TabList = memo(function TabList({ counts }: { counts: string }) {
  const { t } = useTranslation("run");
  return (
    <Tabs.List className={classes.tabList} aria-label={t("visit.tabs")}>
      {counts.split(" ").map((one) => {
        const [tab = "", count] = one.split(":");
        return (
          <Tabs.Tab key={tab} value={tab} rightSection={<Count of={Number(count)} />} className={classes.tab}>
            {t(tab === "attempts" ? "visit.attemptsTab" : `visit.${tab}`)}
          </Tabs.Tab>
        );
      })}
    </Tabs.List>
  );
});

function Count({ of }: { of: number }) {
  if (of === 0) return null;
  return (
    <Badge size="xs" color="gray" circle={of < 10}>
      {of}
    </Badge>
  );
}

function countOf(row: VisitRow, visit: VisitDetail | undefined, tab: VisitPart): number {
  if (tab === "context") return row.changes.added + row.changes.changed + row.changes.removed;
  if (visit?.seq !== row.seq) return 0;
  if (tab === "mappings") return visit.mappingEvents.filter((event) => event.kind !== "CONDITION").length;
  if (tab === "logs") return visit.logs.length;
  return tab === "attempts" && visit.attempts > 1 ? visit.attempts : 0;
}

interface PartProps {
  tab: Exclude<VisitPart, "context">;
  page: RunPage;
  row: VisitRow;
  visit: VisitDetail | undefined;
}

function Part({ visit, row, ...rest }: PartProps) {
  if (!visit) return <ListSkeleton rows={5} height={22} />;
  const isStale = visit.seq !== row.seq;
  return (
    <div className={classes.part} data-stale={isStale || undefined} aria-busy={isStale}>
      <Known visit={visit} {...rest} />
    </div>
  );
}

function Known({ tab, page, visit }: Omit<PartProps, "row" | "visit"> & { visit: VisitDetail }) {
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
    case "mappings":
      return <MappingsView page={page} seq={visit.seq} events={visit.mappingEvents} />;
    case "transition":
      return <TransitionView visit={visit} nameOf={page.nameOf} />;
    case "metadata":
      return <MetadataView metadata={visit.metadata} config={visit.config} />;
    case "logs":
      return <LogsView page={page} logs={visit.logs} />;
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
