import { Badge, Button, Group, Loader, Tabs, Text } from "@mantine/core";
import { FlaskConical, Play } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SandboxStepAnswer } from "@/api/sandbox/runStep";
import { Duration } from "@/components/Duration";
import { JsonView } from "@/components/data-view";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { StatusBadge } from "@/components/StatusBadge";
import { usePermission } from "@/lib/session";
import { useEditor } from "../store";
import { isPinned } from "./composeContext";
import { ChangesView } from "./output/ChangesView";
import { ExchangeView } from "./output/ExchangeView";
import { LogsView } from "./output/LogsView";
import { MappingView } from "./output/MappingView";
import { NextView } from "./output/NextView";
import { OutputView } from "./output/OutputView";
import { PinButton } from "./PinButton";
import styles from "./Sandbox.module.css";
import { type StepTry, stepKey, useStepTry } from "./sandboxStore";
import { useRunStep } from "./useRunStep";
import "./texts";

/** The right of a step's panel: what the step gave when it was tried, and everything about it. */
export function OutputPane() {
  const stepId = useEditor((state) => state.open?.stepId);
  return stepId === undefined ? null : <StepOutput key={stepId} stepId={stepId} />;
}

function StepOutput({ stepId }: { stepId: string }) {
  const { t } = useTranslation("sandbox");
  const flowId = useEditor((state) => state.flowId);
  const found = useStepTry(stepKey(flowId, stepId));
  const answer = found?.state === "done" ? found.answer : null;
  return (
    <section className={styles.pane} aria-label={t("output")}>
      <div className={styles.head}>
        <Text className={styles.title} component="h3">
          {t("output")}
        </Text>
        <Group gap="xs" ml="auto" wrap="nowrap" aria-live="polite">
          {found?.state === "running" && <Running stop={found.stop} />}
          {answer && <Facts answer={answer} />}
          <PinButton
            stepId={stepId}
            output={answer && answer.status === "COMPLETED" ? answer.output : null}
          />
        </Group>
      </div>
      <Body stepId={stepId} found={found} />
    </section>
  );
}

function Running({ stop }: { stop: () => void }) {
  const { t } = useTranslation("sandbox");
  return (
    <>
      <Loader size={14} />
      <Text fz="xs" c="dimmed">
        {t("run.running")}
      </Text>
      <Button size="compact-xs" variant="default" onClick={stop}>
        {t("run.stop")}
      </Button>
    </>
  );
}

function Facts({ answer }: { answer: SandboxStepAnswer }) {
  const { t } = useTranslation("sandbox");
  return (
    <>
      {answer.attempts > 1 && (
        <Text fz="xs" c="dimmed">
          {t("result.attempts", { count: answer.attempts })}
        </Text>
      )}
      <Text fz="xs" c="dimmed">
        <Duration ms={answer.durationMs} />
      </Text>
      {answer.status === "DRY_RUN" ? (
        <Badge radius="sm" variant="light" leftSection={<FlaskConical size={12} aria-hidden />}>
          {t("run.dry")}
        </Badge>
      ) : (
        <StatusBadge status={answer.status} />
      )}
    </>
  );
}

function Body({ stepId, found }: { stepId: string; found: StepTry | undefined }) {
  if (found?.state === "refused")
    return (
      <div className={styles.body}>
        <ErrorState error={found.error} />
      </div>
    );
  if (found?.state === "done") return <Answer answer={found.answer} />;
  return (
    <div className={styles.body}>
      <Nothing stepId={stepId} running={found?.state === "running"} />
    </div>
  );
}

function Nothing({ stepId, running }: { stepId: string; running: boolean }) {
  const { t } = useTranslation("sandbox");
  const mayRun = usePermission("edit");
  const { ready, start } = useRunStep(stepId);
  const pinned = useEditor((state) => {
    const step = state.document.steps[stepId];
    return step && isPinned(step) ? step.pinnedOutput : undefined;
  });
  if (pinned !== undefined)
    return (
      <>
        <Text fz="xs" c="dimmed">
          {t("pin.pinned")}
        </Text>
        <div className={styles.fill}>
          <JsonView value={pinned} height="100%" ariaLabel={t("result.outputOf")} />
        </div>
      </>
    );
  if (running) return null;
  const button = (
    <Button size="xs" leftSection={<Play size={13} aria-hidden />} disabled={!ready} onClick={start}>
      {t("run.step")}
    </Button>
  );
  return (
    <EmptyState
      icon={FlaskConical}
      title={t("result.none")}
      description={t("result.noneAbout")}
      {...(mayRun && { action: button })}
    />
  );
}

const TABS = ["output", "changes", "mapping", "next", "request", "logs"] as const;

function Answer({ answer }: { answer: SandboxStepAnswer }) {
  const { t } = useTranslation("sandbox");
  const [tab, setTab] = useState<string | null>("output");
  const counts: Record<string, number> = {
    changes: answer.contextDiff.length,
    mapping: answer.mappingEvents.filter((event) => event.status !== "SUCCESS").length,
    logs: answer.logs.length,
  };
  const filled: Record<string, boolean> = {
    request: Object.keys(answer.metadata).length > 0,
    logs: answer.logs.length > 0,
  };
  const shown = TABS.filter((name) => filled[name] !== false);
  return (
    <Tabs
      value={shown.find((name) => name === tab) ?? "output"}
      onChange={setTab}
      className={styles.tabs}
      keepMounted={false}
    >
      <Tabs.List className={styles.tabList}>
        {shown.map((name) => (
          <Tabs.Tab
            key={name}
            value={name}
            fz="xs"
            px={8}
            rightSection={<Count count={counts[name] ?? 0} alert={name === "mapping"} />}
          >
            {t(`result.tabs.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {shown.map((name) => (
        <Tabs.Panel key={name} value={name} className={styles.body}>
          <TabBody name={name} answer={answer} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Count({ count, alert }: { count: number; alert: boolean }) {
  if (count === 0) return null;
  return (
    <Badge size="xs" circle={count < 10} variant="light" color={alert ? "orange" : "gray"}>
      {count}
    </Badge>
  );
}

function TabBody({ name, answer }: { name: (typeof TABS)[number]; answer: SandboxStepAnswer }) {
  if (name === "output") return <OutputView answer={answer} />;
  if (name === "changes") return <ChangesView patch={answer.contextDiff} />;
  if (name === "mapping") return <MappingView events={answer.mappingEvents} />;
  if (name === "next") return <NextView transition={answer.transition} />;
  return name === "request" ? <ExchangeView metadata={answer.metadata} /> : <LogsView logs={answer.logs} />;
}
