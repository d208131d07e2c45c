import { Badge, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { ArrowUpRight, ChevronDown, ChevronRight, CopyCheck, Repeat, TriangleAlert } from "lucide-react";
import { memo, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { StepStatus, VisitRow } from "@/api/executions/types";
import { statusLook } from "@/components/statusColors";
import { RunDuration } from "../shared/RunDuration";
import { ChangeCount } from "./ChangeCount";
import { isSameLine, type Line, openness } from "./lines";
import classes from "./run.module.css";
import type { RunPage } from "./useRunPage";

interface StepLineProps {
  line: Line;
  page: RunPage;
  onToggle: () => void;
}

/** What a line of the list of steps says. Drawn again only when it says something else: lists are long. */
export const StepLine = memo(function StepLine({ line, page, onToggle }: StepLineProps) {
  if (line.kind === "more") return <More line={line} page={page} />;
  return (
    <>
      <Toggle open={openness(line)} onToggle={onToggle} />
      <StatusIcon status={line.kind === "visit" ? line.visit.status : line.status} />
      <Text
        component="span"
        fz="sm"
        className={classes.lineName}
        data-group={line.kind !== "visit" || undefined}
      >
        <LineName line={line} nameOf={page.nameOf} />
      </Text>
      {line.kind === "visit" && <Marks visit={line.visit} />}
      {line.kind === "branch" && line.branch?.inherited && <Inherited />}
      {line.kind === "visit" && <Branches line={line} />}
      <span className={classes.lineTime}>
        {line.kind === "visit" ? (
          <RunDuration
            startedAt={line.visit.startedAt}
            endedAt={line.visit.endedAt}
            durationMs={line.visit.durationMs}
          />
        ) : (
          <Count line={line} />
        )}
      </span>
    </>
  );
}, isSameStepLine);

function isSameStepLine({ line, page }: StepLineProps, next: StepLineProps): boolean {
  const { id, nameOf, forks } = next.page;
  return isSameLine(line, next.line) && page.id === id && page.nameOf === nameOf && page.forks === forks;
}

/** The branches that were not read yet: they are when this line comes into view. */
function More({ line, page }: { line: Extract<Line, { kind: "more" }>; page: RunPage }) {
  const { t } = useTranslation("run");
  const { forks } = page;
  const { fork, left } = line;
  useEffect(() => forks.more(fork), [forks, fork]);
  return (
    <Text component="span" fz="xs" c="dimmed" pl={22}>
      {t("list.moreBranches", { count: left })}
    </Text>
  );
}

/** A line's name: the step's, or the group's in words. */
export function LineName({ line, nameOf }: { line: Line; nameOf: (id: string) => string }) {
  const { t } = useTranslation("run");
  if (line.kind === "more") return null;
  if (line.kind === "branch") return t("list.branch", { number: line.index + 1 });
  if (line.kind === "turn") return t("list.turn", { number: line.number });
  if (line.kind === "loop")
    return t("list.loop", { steps: line.steps.map(nameOf).join(" → "), count: line.times });
  return line.turn ? `${nameOf(line.visit.stepInstanceId)} ${line.turn}` : nameOf(line.visit.stepInstanceId);
}

/** A status as an icon with its name. */
function StatusIcon({ status }: { status: StepStatus }) {
  const { t } = useTranslation("common");
  const { icon: Icon, color } = statusLook(status);
  return (
    <Icon
      size={15}
      color={color}
      className={classes.lineIcon}
      aria-label={t(`status.${status}`)}
      role="img"
    />
  );
}

function Toggle({ open, onToggle }: { open: boolean | undefined; onToggle: () => void }) {
  const { t } = useTranslation("run");
  if (open === undefined) return <span className={classes.toggle} />;
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <UnstyledButton
      className={classes.toggle}
      tabIndex={-1}
      aria-label={open ? t("list.closeGroup") : t("list.openGroup")}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <Icon size={14} aria-hidden />
    </UnstyledButton>
  );
}

function Marks({ visit }: { visit: VisitRow }) {
  const { t } = useTranslation("run");
  return (
    <>
      {visit.warningCount > 0 && (
        <Tooltip label={t("list.warnings", { count: visit.warningCount })}>
          <TriangleAlert
            size={13}
            color="var(--allma-wait)"
            role="img"
            aria-label={t("list.warnings", { count: visit.warningCount })}
          />
        </Tooltip>
      )}
      {visit.attempts > 1 && (
        <Tooltip label={t("list.attempts", { count: visit.attempts })}>
          <span className={classes.mark}>
            <Repeat size={12} aria-hidden />
            {visit.attempts}
          </span>
        </Tooltip>
      )}
      {visit.inherited && <Inherited />}
      <ChangeCount changes={visit.changes} />
    </>
  );
}

/** A visit or a branch that an earlier run made. */
function Inherited() {
  const { t } = useTranslation("run");
  return (
    <Tooltip label={t("list.inherited")}>
      <CopyCheck size={13} role="img" aria-label={t("list.inherited")} />
    </Tooltip>
  );
}

function Branches({ line }: { line: Extract<Line, { kind: "visit" }> }) {
  const { t } = useTranslation("run");
  if (!line.branches) return null;
  const { count, failed } = line.branches;
  return (
    <Badge size="xs" color={failed > 0 ? "red" : "gray"}>
      {failed > 0 ? t("list.failedBranches", { count: failed }) : t("list.branches", { count })}
    </Badge>
  );
}

function Count({ line }: { line: Exclude<Line, { kind: "visit" | "more" }> }) {
  const { t } = useTranslation("run");
  const branch = line.kind === "branch" ? line.branch : undefined;
  if (branch?.isElsewhere) return <ArrowUpRight size={14} role="img" aria-label={t("list.elsewhere")} />;
  return (
    <Text component="span" fz="xs" c="dimmed">
      {t("list.steps", { count: line.visits.length || branch?.visits || 0 })}
    </Text>
  );
}
