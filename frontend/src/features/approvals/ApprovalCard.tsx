import { Button, Card, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Approval } from "@/api/approvals/listApprovals";
import { AppLink } from "@/components/AppLink";
import { RelativeTime } from "@/components/RelativeTime";
import { paths } from "@/lib/paths";
import classes from "./approvals.module.css";

/** One run that waits: what for, since when, until when. */
export function ApprovalCard({ approval, onOpen }: { approval: Approval; onOpen: () => void }) {
  const { t } = useTranslation("approvals");
  const names = { step: approval.stepName, flow: approval.flowName, key: approval.correlationKey };
  return (
    <Card p="md">
      <Group gap="md" align="flex-start" justify="space-between">
        <div className={classes.text}>
          <Text fw={600}>{approval.stepName}</Text>
          {approval.message && <Text fz="sm">{approval.message}</Text>}
          <Text fz="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            <AppLink to={paths.flow(approval.flowId)} fz="sm" underline="always">
              {approval.flowName}
            </AppLink>
            {" · "}
            <AppLink
              to={paths.execution(approval.executionId)}
              fz="sm"
              underline="always"
              aria-label={t("openRun", { id: approval.executionId.slice(-8) })}
            >
              {t("run", { id: approval.executionId.slice(-8) })}
            </AppLink>
            {" · "}
            {approval.correlationKey}
          </Text>
        </div>
        <div className={classes.facts}>
          <Text fz="sm" c="dimmed">
            {t("since")} <RelativeTime at={approval.since} />
          </Text>
          <Text fz="sm" c="dimmed">
            {t("expires")} {approval.expiresAt ? <RelativeTime at={approval.expiresAt} /> : t("noEnd")}
          </Text>
        </div>
        <Button
          variant={approval.mayDecide ? "filled" : "default"}
          size="sm"
          aria-label={t(approval.mayDecide ? "decideOf" : "lookOf", names)}
          onClick={onOpen}
        >
          {t(approval.mayDecide ? "decide" : "look")}
        </Button>
      </Group>
    </Card>
  );
}
