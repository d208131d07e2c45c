import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type FlowCaller, flowCallersQuery } from "@/api/flows/flowCallers";
import { AppLink } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { paths } from "@/lib/paths";
import { isAffected } from "./affected";
import classes from "./publish.module.css";

interface WhoIsAffectedProps {
  flowId: string;
  /** The number that is going to be published. */
  number: number;
  onLeave: () => void;
}

/** Which other flows start this one, those that take the new version before those that do not. */
export function WhoIsAffected({ flowId, number, onLeave }: WhoIsAffectedProps) {
  const { t } = useTranslation("flow-editor");
  const callers = useQuery(flowCallersQuery(flowId));
  return (
    <Stack gap={6} component="section" aria-label={t("publish.affected")}>
      <Title order={3}>{t("publish.affected")}</Title>
      {callers.error ? (
        <ErrorState error={callers.error} onRetry={() => void callers.refetch()} />
      ) : callers.data ? (
        <Callers callers={callers.data} number={number} onLeave={onLeave} />
      ) : (
        <ListSkeleton rows={1} />
      )}
    </Stack>
  );
}

interface CallersProps {
  callers: readonly FlowCaller[];
  number: number;
  onLeave: () => void;
}

function Callers({ callers, number, onLeave }: CallersProps) {
  const { t } = useTranslation("flow-editor");
  const affected = callers.filter((one) => isAffected(one, number));
  const others = callers.filter((one) => !isAffected(one, number));
  return (
    <>
      <Text fz="sm" c={affected.length ? undefined : "dimmed"}>
        {affected.length ? t("publish.callers", { number }) : t("publish.noCallers")}
      </Text>
      {callers.length > 0 && (
        <ul className={classes.list}>
          {[...affected, ...others].map((one) => (
            <CallerRow
              key={`${one.flowId} ${one.version} ${one.pinnedVersion}`}
              caller={one}
              number={number}
              onLeave={onLeave}
            />
          ))}
        </ul>
      )}
    </>
  );
}

interface CallerRowProps {
  caller: FlowCaller;
  number: number;
  onLeave: () => void;
}

function CallerRow({ caller, number, onLeave }: CallerRowProps) {
  const { t } = useTranslation("flow-editor");
  const affected = isAffected(caller, number);
  const steps = t("publish.callerSteps", { count: caller.steps.length, steps: caller.steps.join(", ") });
  const details = [
    ...(caller.steps.length > 0 ? [steps] : []),
    ...(affected || caller.pinnedVersion === null
      ? []
      : [t("publish.pinned", { number: caller.pinnedVersion })]),
    ...(caller.onCompletion ? [t("publish.onCompletion")] : []),
  ];
  return (
    <li className={classes.row}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Badge size="sm" color={affected ? "brand" : "gray"} className={classes.effect}>
          {t(affected ? "publish.isAffected" : "publish.notAffected")}
        </Badge>
        <div className={classes.words}>
          <AppLink to={paths.version(caller.flowId, caller.version)} fz="sm" fw={500} onClick={onLeave}>
            {caller.name}
          </AppLink>{" "}
          <Text span fz="xs" c="dimmed" className={classes.version}>
            {t(`status.${caller.status}`, { number: caller.version })}
          </Text>
          <Text fz="xs" c="dimmed">
            {details.join(" · ")}
          </Text>
        </div>
      </Group>
    </li>
  );
}
