import { Modal, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowDocument } from "@/lib/definition/types";
import { byStep, type Difference, differences } from "./differences";
import { fieldWords } from "./fieldWords";
import classes from "./merge.module.css";
import { ValueBox } from "./ValueBox";

interface CompareDialogProps {
  title: string;
  before: FlowDocument;
  after: FlowDocument;
  onClose: () => void;
}

/** What differs between two documents, step by step. */
export function CompareDialog({ title, before, after, onClose }: CompareDialogProps) {
  const { t } = useTranslation("flow-editor");
  const all = differences(before, after);
  return (
    <Modal opened onClose={onClose} title={title} size="xl">
      <Stack gap="lg">
        {all.length === 0 && <Text c="dimmed">{t("merge.same")}</Text>}
        {all.length > 0 && (
          <div className={classes.sides}>
            <Text fz="xs" fw={600} c="dimmed">
              {t("merge.before")}
            </Text>
            <Text fz="xs" fw={600} c="dimmed">
              {t("merge.after")}
            </Text>
          </div>
        )}
        {byStep(all).map(([stepId, list]) => (
          <section key={stepId ?? ""}>
            <Title order={3} mb="xs">
              {stepId === null ? t("merge.flow") : nameOf(stepId, after, before)}
            </Title>
            <Stack gap="sm">
              {list.map((difference) => (
                <DifferenceRow key={difference.path.join("/")} difference={difference} />
              ))}
            </Stack>
          </section>
        ))}
      </Stack>
    </Modal>
  );
}

function DifferenceRow({ difference }: { difference: Difference }) {
  const { t } = useTranslation("flow-editor");
  const { path, stepId, before, after } = difference;
  const own = stepId === null ? path : path.slice(2);
  const whole = before === undefined ? t("merge.added") : t("merge.removed");
  return (
    <div>
      <Text fz="xs" fw={500} mb={4}>
        {own.length === 0 ? whole : fieldWords(own, t)}
      </Text>
      <div className={classes.sides}>
        <ValueBox value={before} tone="before" />
        <ValueBox value={after} tone="after" />
      </div>
    </div>
  );
}

/** What a step is called, in the first of the documents that has it. */
export function nameOf(stepId: string, ...documents: FlowDocument[]): string {
  const step = documents.map((document) => document.steps[stepId]).find((one) => one !== undefined);
  return step?.displayName || stepId;
}
