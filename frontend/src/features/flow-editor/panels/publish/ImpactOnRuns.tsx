import { Badge, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Impact, type ImpactGroup, versionImpactQuery } from "@/api/versions/versionImpact";
import { AppLink } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { paths } from "@/lib/paths";
import { impactCounts } from "./impact";
import classes from "./publish.module.css";

const LAST_RUNS = 50;
const LINKED = 3;

const COLORS: Record<ImpactGroup["verdict"], string> = {
  same: "gray",
  differs: "yellow",
  breaks: "red",
  notReplayable: "gray",
};

interface ImpactOnRunsProps {
  flowId: string;
  number: number;
  /** The revision of the draft that is tried. */
  revision: number;
  onLeave: () => void;
}

/** What the version would have done in the last real runs; publishing does not wait for it. */
export function ImpactOnRuns({ flowId, number, revision, onLeave }: ImpactOnRunsProps) {
  const { t } = useTranslation("flow-editor");
  const impact = useQuery(versionImpactQuery(flowId, number, revision, LAST_RUNS));
  return (
    <Stack gap={6} component="section" aria-label={t("impact.title")}>
      <Title order={3}>{t("impact.title")}</Title>
      {impact.error ? (
        <ErrorState error={impact.error} onRetry={() => void impact.refetch()} />
      ) : impact.data ? (
        <Found impact={impact.data} onLeave={onLeave} />
      ) : (
        <>
          <Text fz="sm" c="dimmed">
            {t("impact.running", { count: LAST_RUNS })}
          </Text>
          <Skeleton height={16} width="70%" />
        </>
      )}
    </Stack>
  );
}

function Found({ impact, onLeave }: { impact: Impact; onLeave: () => void }) {
  const { t } = useTranslation("flow-editor");
  const groups = impact.groups.filter(({ verdict }) => verdict !== "same");
  if (impact.runs.length === 0)
    return (
      <Text fz="sm" c="dimmed">
        {t(impact.ranOutOfTime ? "impact.noTime" : "impact.noRuns")}
      </Text>
    );
  const counts = impactCounts(impact).map(([verdict, count]) => t(`impact.count.${verdict}`, { count }));
  return (
    <>
      <Text fz="sm">{t("impact.counts", { counts: counts.join(", "), count: impact.runs.length })}</Text>
      {impact.ranOutOfTime && (
        <Text fz="xs" c="dimmed">
          {t("impact.ranOutOfTime")}
        </Text>
      )}
      {groups.length > 0 && (
        <ul className={classes.list}>
          {groups.map((group) => (
            <GroupRow
              key={`${group.verdict} ${group.stepInstanceId} ${group.kind} ${group.message}`}
              group={group}
              impact={impact}
              onLeave={onLeave}
            />
          ))}
        </ul>
      )}
    </>
  );
}

function GroupRow({ group, impact, onLeave }: { group: ImpactGroup; impact: Impact; onLeave: () => void }) {
  const { t } = useTranslation("flow-editor");
  const left = group.count - Math.min(group.executionIds.length, LINKED);
  return (
    <li className={classes.row}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Badge size="sm" color={COLORS[group.verdict]} className={classes.effect}>
          {t(`impact.verdict.${group.verdict}`, { count: group.count })}
        </Badge>
        <div className={classes.words}>
          <Text fz="sm" fw={500}>
            {group.stepName ? t("impact.at", { step: group.stepName }) : t("impact.whole")}
          </Text>
          <Text fz="xs" c="dimmed">
            {group.message}
          </Text>
          <Group gap="xs">
            {group.executionIds.slice(0, LINKED).map((id) => (
              <AppLink
                key={id}
                to={paths.fixRun(id, seqOf(impact, id), impact.version)}
                fz="xs"
                onClick={onLeave}
              >
                {t("impact.run", { id: id.slice(-8) })}
              </AppLink>
            ))}
            {left > 0 && (
              <Text fz="xs" c="dimmed">
                {t("impact.more", { count: left })}
              </Text>
            )}
          </Group>
        </div>
      </Group>
    </li>
  );
}

function seqOf(impact: Impact, executionId: string): number | undefined {
  return impact.runs.find((run) => run.executionId === executionId)?.at?.seq ?? undefined;
}
