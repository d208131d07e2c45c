import { Card, Group, Text, Title, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowTemplate } from "@/api/flows/flowTemplates";
import { StepIcon } from "@/components/StepIcon";
import { readDocument } from "@/lib/definition/read";
import { useStepTypes } from "@/lib/stepTypes";
import { Tags } from "../list/FlowCells";
import classes from "./TemplateCard.module.css";

const MOST_ICONS = 6;

/** One template: what it does and the kinds of steps in it. The whole card opens it. */
export function TemplateCard({ template, onOpen }: { template: FlowTemplate; onOpen: () => void }) {
  const { t } = useTranslation("flows");
  return (
    <Card className={classes.card} p="md">
      <StepIcons template={template} />
      <Title order={2} fz="lg" mt="sm">
        <UnstyledButton className={classes.open} onClick={onOpen}>
          {template.name}
        </UnstyledButton>
      </Title>
      <Text c="dimmed" fz="sm" lineClamp={3} mt={4} mb="md">
        {template.description}
      </Text>
      <Group justify="space-between" mt="auto" wrap="nowrap">
        <Tags tags={template.tags} />
        <Text fz="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          {t("overview.steps", { count: template.stepCount })}
        </Text>
      </Group>
    </Card>
  );
}

function StepIcons({ template }: { template: FlowTemplate }) {
  const stepTypes = useStepTypes();
  const { document } = readDocument(template.definition);
  const types = Object.values(document?.steps ?? {}).flatMap((step) => stepTypes.byStep(step) ?? []);
  const icons = new Map(types.map((type) => [type.icon, type]));
  return (
    <Group gap={6} h={28}>
      {[...icons.values()].slice(0, MOST_ICONS).map((type) => (
        <StepIcon key={type.icon} name={type.icon} category={type.category} />
      ))}
    </Group>
  );
}
