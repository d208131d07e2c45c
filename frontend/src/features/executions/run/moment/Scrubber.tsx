import { Button, Group, Slider, Text, Tooltip } from "@mantine/core";
import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, GitBranch, X } from "lucide-react";
import { memo, useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { VisitRow } from "@/api/executions/types";
import { IconButton } from "@/components/IconButton";
import { statusColor } from "@/components/statusColors";
import { forkOf } from "@/lib/runs/paths";
import { momentAt, placeOn, type Track } from "@/lib/runs/track";
import { ChangeCount } from "../ChangeCount";
import type { RunPage } from "../useRunPage";
import classes from "./moment.module.css";
import { useMomentKeys } from "./useMomentKeys";

/** One slider over the run: everything on the page shows the moment it stands at. */
export function Scrubber({ page }: { page: RunPage }) {
  const { t } = useTranslation("moment");
  const { track, moment, chosen, scrub } = page;
  const place = placeOn(track, moment ?? chosen?.seq ?? 0);
  const goTo = (to: number) => scrub(momentAt(track, to));
  const latest = useRef({ place, goTo });
  latest.current = { place, goTo };
  const step = useCallback<SteppersProps["step"]>((to) => {
    const now = latest.current;
    const places = { first: 0, previous: now.place - 1, next: now.place + 1, last: Number.POSITIVE_INFINITY };
    now.goTo(places[to]);
  }, []);
  useMomentKeys({ place, last: track.visits.length, goTo });
  if (track.visits.length === 0) return null;
  const least = track.branch === "" ? 0 : 1;
  return (
    <section className={classes.bar} aria-label={t("label")} data-on={moment !== undefined || undefined}>
      <Steppers isFirst={place <= least} isLast={place >= track.visits.length} step={step} />
      <div className={classes.slider}>
        <Troubles track={track} least={least} />
        <Slider
          size={4}
          min={least}
          max={Math.max(track.visits.length, least + 1)}
          value={Math.max(place, least)}
          onChange={goTo}
          label={null}
          thumbLabel={t("slider")}
          thumbValueText={textOf(page, place, t)}
          classNames={{ track: classes.track, thumb: classes.thumb }}
        />
      </div>
      <Where page={page} place={place} />
      {moment !== undefined && (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<X size={13} aria-hidden />}
          onClick={() => scrub(undefined)}
        >
          {t("whole")}
        </Button>
      )}
    </section>
  );
}

interface SteppersProps {
  isFirst: boolean;
  isLast: boolean;
  step: (to: "first" | "previous" | "next" | "last") => void;
}

const STEPS = [
  { to: "first", icon: ChevronFirst },
  { to: "previous", icon: ChevronLeft },
  { to: "next", icon: ChevronRight },
  { to: "last", icon: ChevronLast },
] as const;

const Steppers = memo(function Steppers({ isFirst, isLast, step }: SteppersProps) {
  const { t } = useTranslation("moment");
  return (
    <Group gap={0} wrap="nowrap">
      {STEPS.map(({ to, icon }) => (
        <IconButton
          key={to}
          icon={icon}
          size="sm"
          iconSize={15}
          label={t(to)}
          disabled={to === "first" || to === "previous" ? isFirst : isLast}
          onClick={() => step(to)}
        />
      ))}
    </Group>
  );
});

const MOST_MARKS = 200;

/** Where on the way something went wrong. */
const Troubles = memo(function Troubles({ track, least }: { track: Track; least: number }) {
  const marks = useMemo(() => {
    const found = track.visits
      .map((visit, index) => ({ visit, place: index + 1 }))
      .filter(({ visit }) => visit.status === "FAILED" || visit.warningCount > 0);
    return found.slice(0, MOST_MARKS);
  }, [track.visits]);
  const width = Math.max(1, track.visits.length - least);
  return (
    <span className={classes.marks} aria-hidden>
      {marks.map(({ visit, place }) => (
        <span
          key={visit.seq}
          className={classes.mark}
          style={{
            insetInlineStart: `${((place - least) / width) * 100}%`,
            background: visit.status === "FAILED" ? statusColor("FAILED") : "var(--allma-wait)",
          }}
        />
      ))}
    </span>
  );
});

type Translate = (key: string, values?: Record<string, unknown>) => string;

function textOf(page: RunPage, place: number, t: Translate): string {
  const visit = page.track.visits[place - 1];
  return visit
    ? t("at", { place, count: page.track.visits.length, step: page.nameOf(visit.stepInstanceId) })
    : t("start");
}

function Where({ page, place }: { page: RunPage; place: number }) {
  const { t } = useTranslation("moment");
  const visit: VisitRow | undefined = page.track.visits[place - 1];
  return (
    <Group gap={8} wrap="nowrap" className={classes.where}>
      {page.track.branch && <Branch page={page} />}
      <Text component="span" fz="xs" c="dimmed" className={classes.count}>
        {visit ? t("count", { place, count: page.track.visits.length }) : t("start")}
      </Text>
      {visit && (
        <>
          <Text component="span" fz="xs" fw={500} className={classes.name}>
            {page.nameOf(visit.stepInstanceId)}
          </Text>
          <ChangeCount changes={visit.changes} />
        </>
      )}
    </Group>
  );
}

function Branch({ page }: { page: RunPage }) {
  const { t } = useTranslation("moment");
  const { index } = forkOf(page.track.branch);
  return (
    <Tooltip label={t("leaveBranch")}>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<GitBranch size={13} aria-hidden />}
        onClick={() => page.choose(page.track.after)}
      >
        {t("branch", { number: index + 1 })}
      </Button>
    </Tooltip>
  );
}
