import { SegmentedControl } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { memo, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { linkTarget } from "@/components/AppLink";
import { paths } from "@/lib/paths";
import { type Line, linesOf, treeOf } from "./lines";
import { Scrubber } from "./moment/Scrubber";
import { RunCanvas } from "./RunCanvas";
import classes from "./run.module.css";
import type { RunView } from "./runSearch";
import { StepList } from "./StepList";
import { Timeline } from "./Timeline";
import type { RunPage } from "./useRunPage";
import { filtered, useStepFilter } from "./useStepFilter";
import { VisitPanel } from "./visit/VisitPanel";

/** The steps of a run three times: as a list, on the canvas or the time axis, and the chosen one in full. */
export function StepsTab({ page }: { page: RunPage }) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const narrowing = useStepFilter(page);
  const { filter } = narrowing;
  const visits = useMemo(
    () => filtered(page.visits, filter, page.nameOf),
    [page.visits, filter, page.nameOf],
  );
  const tree = useMemo(() => treeOf(visits), [visits]);
  const chosen = page.chosen?.seq ?? null;
  const { known } = page.forks;
  const lines = useMemo(() => linesOf(tree, toggled, chosen, known), [tree, toggled, chosen, known]);
  const { forks } = page;
  const toggle = useCallback(
    (key: string, open: boolean) => {
      setToggled((before) => new Map(before).set(key, open));
      const [kind, fork, index] = key.split(":");
      if (open && kind === "branch") forks.open(Number(fork), Number(index));
    },
    [forks],
  );
  const follow = useFollow();
  const shared = { page, lines, toggle, follow };
  return (
    <div className={classes.steps} data-large={page.search.large}>
      <Scrubber page={page} />
      <StepList {...shared} narrowing={narrowing} />
      {!page.search.large && (
        <div className={classes.stage}>
          <ViewSwitch view={page.search.view ?? "canvas"} change={page.change} />
          {page.search.view === "timeline" ? <Timeline {...shared} /> : <RunCanvas page={page} />}
        </div>
      )}
      <VisitPanel page={page} />
    </div>
  );
}

interface ViewSwitchProps {
  view: RunView;
  change: RunPage["change"];
}

const ViewSwitch = memo(function ViewSwitch({ view, change }: ViewSwitchProps) {
  const { t } = useTranslation("run");
  return (
    <SegmentedControl
      className={classes.viewSwitch}
      size="xs"
      aria-label={t("view.label")}
      value={view}
      onChange={(to) => change({ view: to === "timeline" ? "timeline" : undefined })}
      data={[
        { value: "canvas", label: t("view.canvas") },
        { value: "timeline", label: t("view.timeline") },
      ]}
    />
  );
});

/** Branches that ran in another run are opened there. */
function useFollow() {
  const navigate = useNavigate();
  return useCallback(
    (line: Line) => {
      if (line.kind === "more") return true;
      if (line.kind !== "branch" || !line.branch?.isElsewhere) return false;
      const { executionId, firstSeq } = line.branch;
      void navigate(linkTarget(paths.execution(executionId, firstSeq)));
      return true;
    },
    [navigate],
  );
}
