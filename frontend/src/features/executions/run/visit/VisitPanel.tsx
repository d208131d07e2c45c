import { Group, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, Maximize2, Minimize2 } from "lucide-react";
import { memo, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { visitQuery } from "@/api/executions/getVisit";
import type { VisitDetail, VisitRow } from "@/api/executions/types";
import { AppLink } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { IconButton } from "@/components/IconButton";
import { RelativeTime } from "@/components/RelativeTime";
import { StatusBadge } from "@/components/StatusBadge";
import { StepIcon } from "@/components/StepIcon";
import { paths } from "@/lib/paths";
import { useStepTypes } from "@/lib/stepTypes";
import { FixIcon } from "../../fix/FixButton";
import { RestartHere } from "../../redrive/RestartHere";
import { RunDuration } from "../../shared/RunDuration";
import { stateOf } from "../downloadRun";
import { ContextTab } from "../moment/ContextTab";
import type { RunPage } from "../useRunPage";
import { VisitTabs } from "./VisitTabs";
import classes from "./visit.module.css";

/** The chosen visit in full. */
export function VisitPanel({ page }: { page: RunPage }) {
  const { t } = useTranslation("run");
  const { chosen } = page;
  const section = useShownWhenChosen(page.search.seq);
  return (
    <section ref={section} className={classes.visit} aria-label={t("visit.tabs")}>
      {chosen ? (
        <Visit page={page} row={chosen} />
      ) : page.moment === 0 ? (
        <Start page={page} />
      ) : (
        <Text c="dimmed" fz="sm" p="lg" ta="center">
          {t("visit.none")}
        </Text>
      )}
    </section>
  );
}

/** On a narrow screen the panel is below the list: it comes into view when a visit is chosen. */
function useShownWhenChosen(seq: number | undefined) {
  const section = useRef<HTMLElement>(null);
  const [first] = useState(seq);
  useEffect(() => {
    if (seq === undefined || seq === first || !window.matchMedia("(max-width: 62em)").matches) return;
    section.current?.scrollIntoView({ block: "start", behavior: "smooth" });
  }, [seq, first]);
  return section;
}

/** The moment before the first step. */
function Start({ page }: { page: RunPage }) {
  const { t } = useTranslation("moment");
  return (
    <>
      <div className={classes.head}>
        <div className={classes.title}>
          <Title order={2} className={classes.name}>
            {t("startTitle")}
          </Title>
          <Text fz="xs" c="dimmed">
            {t("startHint")}
          </Text>
        </div>
      </div>
      <div className={classes.body}>
        <ContextTab page={page} detail={undefined} />
      </div>
    </>
  );
}

function Visit({ page, row }: { page: RunPage; row: VisitRow }) {
  const visit = useQuery({
    ...visitQuery(page.id, row.seq, stateOf(row)),
    enabled: !page.moving,
    placeholderData: (before: VisitDetail | undefined) => before,
  });
  const detail = visit.data?.seq === row.seq ? visit.data : undefined;
  return (
    <>
      <VisitHead page={page} row={row} detail={detail} />
      {visit.isError ? (
        <div className={classes.body}>
          <ErrorState error={visit.error} onRetry={() => void visit.refetch()} />
        </div>
      ) : (
        <VisitTabs page={page} row={row} visit={visit.data} />
      )}
    </>
  );
}

function VisitHead({ page, row, detail }: { page: RunPage; row: VisitRow; detail: VisitDetail | undefined }) {
  const { t } = useTranslation("run");
  const module = detail?.config?.moduleIdentifier;
  const type = useStepTypes().byStep({
    stepType: row.stepType,
    moduleIdentifier: typeof module === "string" ? module : undefined,
  });
  const child = detail?.metadata.childExecutionId;
  return (
    <div className={classes.head}>
      <StepIcon name={type?.icon} category={type?.category} size={30} />
      <div className={classes.title}>
        <Title order={2} className={classes.name}>
          {page.nameOf(row.stepInstanceId)}
        </Title>
        <Group gap="xs" fz="xs" c="dimmed" wrap="nowrap" className={classes.facts}>
          <span>{type?.label ?? row.stepType}</span>
          <span aria-hidden>·</span>
          <span title={t("visit.path", { path: row.path })} className={classes.path}>
            {row.path}
          </span>
          <span aria-hidden>·</span>
          <span>{t("visit.number", { seq: row.seq })}</span>
          <span aria-hidden>·</span>
          <RelativeTime at={row.startedAt} />
        </Group>
      </div>
      {typeof child === "string" && (
        <AppLink to={paths.execution(child)} fz="sm">
          {t("visit.child")}
        </AppLink>
      )}
      {typeof detail?.metadata.chunks === "number" && (
        <AppLink to={paths.executions({ parent: page.id })} fz="sm">
          {t("visit.chunks")}
        </AppLink>
      )}
      <Text component="span" fz="sm">
        <RunDuration startedAt={row.startedAt} endedAt={row.endedAt} durationMs={row.durationMs} />
      </Text>
      <StatusBadge status={row.status} />
      {page.execution && <Restart run={page.execution} visit={row} />}
      <FixIcon executionId={page.id} seq={row.seq} />
      <Neighbours page={page} row={row} />
    </div>
  );
}

/** Not drawn again with every duration that ticks: it holds a dialog. */
const Restart = memo(RestartHere, (before, now) => before.run === now.run && before.visit === now.visit);

function Neighbours({ page, row }: { page: RunPage; row: VisitRow }) {
  const at = page.visits.indexOf(row);
  const latest = useRef(page);
  latest.current = page;
  const step = useCallback((by: number) => {
    const { visits, chosen, choose } = latest.current;
    const next = chosen && visits[visits.indexOf(chosen) + by];
    if (next) choose(next.seq);
  }, []);
  return (
    <Tools
      isFirst={at <= 0}
      isLast={at === page.visits.length - 1}
      isLarge={page.search.large === true}
      step={step}
      change={page.change}
    />
  );
}

interface ToolsProps {
  isFirst: boolean;
  isLast: boolean;
  isLarge: boolean;
  step: (by: number) => void;
  change: RunPage["change"];
}

const Tools = memo(function Tools({ isFirst, isLast, isLarge, step, change }: ToolsProps) {
  const { t } = useTranslation("run");
  return (
    <Group gap={0} wrap="nowrap">
      <IconButton
        icon={ChevronUp}
        size="md"
        label={t("visit.previous")}
        disabled={isFirst}
        onClick={() => step(-1)}
      />
      <IconButton
        icon={ChevronDown}
        size="md"
        label={t("visit.next")}
        disabled={isLast}
        onClick={() => step(1)}
      />
      <IconButton
        icon={isLarge ? Minimize2 : Maximize2}
        size="md"
        iconSize={15}
        className={isLarge ? undefined : classes.enlarge}
        label={t(isLarge ? "visit.smaller" : "visit.larger")}
        onClick={() => change({ large: isLarge ? undefined : true })}
      />
    </Group>
  );
});
