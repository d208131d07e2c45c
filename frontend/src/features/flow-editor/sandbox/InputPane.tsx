import { Skeleton, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import { JsonView } from "@/components/data-view";
import { ErrorState } from "@/components/ErrorState";
import { useEditor } from "../store";
import styles from "./Sandbox.module.css";
import { SourcePicker } from "./SourcePicker";
import { setSampleChoice, useSampleChoice } from "./sampleChoice";
import { useMappedInput } from "./useMappedInput";
import { type StepSample, useStepSample } from "./useStepSample";
import "./texts";

/** The left of a step's panel: the context it would see, from a run or made by hand, and what it would get of it. */
export function InputPane() {
  const stepId = useEditor((state) => state.open?.stepId);
  return stepId === undefined ? null : <StepInput key={stepId} stepId={stepId} />;
}

function StepInput({ stepId }: { stepId: string }) {
  const { t } = useTranslation("sandbox");
  const sample = useStepSample(stepId);
  return (
    <section className={styles.pane} aria-label={t("input")}>
      <div className={styles.head}>
        <Text className={styles.title} component="h3">
          {t("input")}
        </Text>
        <div style={{ marginInlineStart: "auto" }}>
          <SourcePicker stepId={stepId} sample={sample} />
        </div>
      </div>
      <div className={styles.body}>
        <SampleBody stepId={stepId} sample={sample} />
      </div>
      {sample.context && <MappedPreview stepId={stepId} context={sample.context} />}
    </section>
  );
}

function SampleBody({ stepId, sample }: { stepId: string; sample: StepSample }) {
  const { t } = useTranslation("sandbox");
  if (sample.source === "typed") return <Typed stepId={stepId} error={sample.error} />;
  if (sample.isLoading)
    return (
      <div aria-busy="true">
        <Skeleton height={24} mb={8} />
        <Skeleton height={14} width="70%" mb={8} />
        <Skeleton height={14} width="55%" mb={8} />
        <Skeleton height={14} width="62%" />
      </div>
    );
  if (sample.error) return <ErrorState error={sample.error} />;
  if (sample.context === null)
    return (
      <Text fz="sm" c="dimmed">
        {sample.source === "lastRun"
          ? t("source.none")
          : sample.source === "run"
            ? t("runs.notVisited")
            : t("noContext")}
      </Text>
    );
  return (
    <div className={styles.fill}>
      <JsonView value={sample.context} draggable height="100%" ariaLabel={t("context")} />
    </div>
  );
}

function Typed({ stepId, error }: { stepId: string; error: unknown }) {
  const { t } = useTranslation("sandbox");
  const flowId = useEditor((state) => state.flowId);
  const { typed } = useSampleChoice(flowId, stepId);
  return (
    <div className={styles.fill}>
      <CodeEditor
        ariaLabel={t("typedLabel")}
        value={typed}
        onChange={(text) => setSampleChoice(flowId, stepId, { typed: text })}
        placeholder="{ }"
        height="100%"
        lint
        invalid={error !== null}
      />
      <Text fz="xs" c={error ? "red" : "dimmed"} mt={6} aria-live="polite">
        {error instanceof Error
          ? t("typedInvalid", { reason: error.message })
          : typed.trim() === ""
            ? t("typedEmpty")
            : ""}
      </Text>
    </div>
  );
}

function MappedPreview({ stepId, context }: { stepId: string; context: NonNullable<StepSample["context"]> }) {
  const { t } = useTranslation("sandbox");
  const mapped = useMappedInput(stepId, context);
  if (!mapped) return null;
  const empty = Object.keys(mapped.input).length === 0 && mapped.problems.length === 0;
  return (
    <div className={styles.part}>
      <Text className={styles.caption} component="h4">
        {t("mapped")}
      </Text>
      {empty ? (
        <Text fz="xs" c="dimmed">
          {t("mappedEmpty")}
        </Text>
      ) : (
        <JsonView value={mapped.input} height="auto" compact ariaLabel={t("mapped")} />
      )}
      {mapped.problems.map(({ target, reason }) => (
        <Text key={target} className={styles.warning}>
          <b>{target}</b>: {reason}
        </Text>
      ))}
    </div>
  );
}
