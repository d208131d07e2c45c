import { Center, Text, Tooltip } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { isOpenVisit } from "@/api/executions/types";
import { statusColor } from "@/components/statusColors";
import { durationText } from "@/lib/time";
import { useSecond } from "../shared/useSecond";
import { isFuture, type Line, openness } from "./lines";
import classes from "./run.module.css";
import { LineName } from "./StepLine";
import { axisOf, type Bar, barsOf, placeOf, type Segment, spanOf, ticksOf } from "./timeline";
import { useLines } from "./useLines";
import type { RunPage } from "./useRunPage";

const HEIGHT = 26;
const MOST_BARS = 300;

interface TimelineProps {
  page: RunPage;
  lines: readonly Line[];
  toggle: (key: string, open: boolean) => void;
  follow: (line: Line) => boolean;
}

/** When each step was, as bars on one time axis; the lines are those of the list. */
export function Timeline({ page, lines, toggle, follow }: TimelineProps) {
  const { t } = useTranslation("run");
  const moving = page.visits.some((visit) => isOpenVisit(visit.status));
  const now = useSecond(moving);
  const axis = useMemo(() => axisOf(page.visits, now), [page.visits, now]);
  const chosen = page.chosen?.seq ?? null;
  const walk = useLines({ lines, height: HEIGHT, chosen, choose: page.choose, toggle, follow });
  if (lines.length === 0)
    return (
      <Center h="100%">
        <Text c="dimmed" fz="sm">
          {t("timeline.empty")}
        </Text>
      </Center>
    );
  return (
    <div className={classes.timeline}>
      <Axis axis={axis} />
      <div
        ref={walk.scroller}
        className={classes.lines}
        role="tree"
        tabIndex={0}
        aria-label={t("timeline.label")}
        aria-activedescendant={walk.active ? `bar-${walk.active}` : undefined}
        onKeyDown={walk.onKeyDown}
      >
        <div style={{ height: walk.total, minHeight: "100%", position: "relative" }} role="presentation">
          <Now page={page} axis={axis} now={now} />
          {walk.drawn.map(({ index, top }) => {
            const line = lines[index];
            if (!line) return null;
            const isChosen = line.kind === "visit" && line.visit.seq === chosen;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the tree is focused and names its active line
              <div
                key={line.key}
                id={`bar-${line.key}`}
                role="treeitem"
                aria-level={line.depth + 1}
                aria-expanded={openness(line)}
                aria-selected={isChosen}
                className={classes.line}
                data-chosen={isChosen || undefined}
                data-future={isFuture(line, page.horizon) || undefined}
                data-active={walk.active === line.key || undefined}
                style={{ top, height: HEIGHT }}
                onClick={() => walk.press(line)}
              >
                <span className={classes.barName} style={{ paddingInlineStart: 12 + line.depth * 10 }}>
                  <LineName line={line} nameOf={page.nameOf} />
                </span>
                <Bars bars={barsOf(line, now)} axis={axis} nameOf={page.nameOf} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Axis({ axis }: { axis: readonly Segment[] }) {
  const { t } = useTranslation("run");
  return (
    <div className={classes.axis}>
      <span className={classes.barName} />
      <span className={classes.bars}>
        {ticksOf(axis).map(({ place, ms }) => (
          <span
            key={place}
            className={classes.tick}
            style={{ insetInlineStart: `${place * 100}%` }}
            data-end={place === 1 || undefined}
          >
            {durationText(ms)}
          </span>
        ))}
        {axis
          .filter((segment) => segment.folded)
          .map((segment) => (
            <Tooltip
              key={segment.from}
              label={t("timeline.folded", { time: durationText(segment.to - segment.from) })}
            >
              <span
                className={classes.fold}
                style={{
                  insetInlineStart: `${segment.start * 100}%`,
                  width: `${(segment.end - segment.start) * 100}%`,
                }}
                role="img"
                aria-label={t("timeline.folded", { time: durationText(segment.to - segment.from) })}
              />
            </Tooltip>
          ))}
      </span>
    </div>
  );
}

interface BarsProps {
  bars: readonly Bar[];
  axis: readonly Segment[];
  nameOf: (id: string) => string;
}

function Bars({ bars, axis, nameOf }: BarsProps) {
  const { t } = useTranslation("run");
  const start = axis[0]?.from ?? 0;
  const step = Math.ceil(bars.length / MOST_BARS);
  return (
    <span className={classes.bars}>
      {bars
        .filter((_, index) => index % step === 0)
        .map((bar) => {
          const from = placeOf(axis, bar.from);
          const label = t("timeline.bar", {
            step: bar.step === null ? t("list.branch", { number: bar.item }) : nameOf(bar.step),
            time: durationText(bar.to - bar.from),
            from: durationText(bar.from - start),
          });
          return (
            <Tooltip key={bar.key} label={label}>
              <span
                className={classes.bar}
                data-wait={bar.isWait || undefined}
                style={{
                  insetInlineStart: `${from * 100}%`,
                  width: `${(placeOf(axis, bar.to) - from) * 100}%`,
                  color: statusColor(bar.status),
                }}
              />
            </Tooltip>
          );
        })}
    </span>
  );
}

/** Where the shown moment is on the axis. */
function Now({ page, axis, now }: { page: RunPage; axis: readonly Segment[]; now: number }) {
  if (page.moment === undefined || axis.length === 0) return null;
  const at = page.chosen ? spanOf(page.chosen, now).to : (axis[0]?.from ?? 0);
  return (
    <span className={classes.nowLine} aria-hidden>
      <span style={{ insetInlineStart: `${placeOf(axis, at) * 100}%` }} />
    </span>
  );
}
