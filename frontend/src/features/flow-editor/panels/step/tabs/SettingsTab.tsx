import { Alert, List, Stack, Text } from "@mantine/core";
import { CircleAlert } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { SchemaForm } from "@/components/schema-form/SchemaForm";
import type { Problem, StepInstance, StepType } from "@/lib/definition/types";
import { useStepTypes } from "@/lib/stepTypes";
import { stepForm } from "@/plugins/registry";
import { useEditor, useEditorStore } from "../../../store";
import { fieldOf } from "../../problemsStore";
import { builtInForm } from "../forms/registry";
import { COMMON_FIELDS } from "../stepTabs";

interface SettingsTabProps {
  step: StepInstance;
  type: StepType | undefined;
  problems: readonly Problem[];
}

/** The type's own fields: a plugin's form, a hand-made one, or one made of the server's schema. */
export function SettingsTab({ step, type, problems }: SettingsTabProps) {
  const { t } = useTranslation("step");
  const { all } = useStepTypes();
  const Plugin = stepForm(step);
  const form = builtInForm(step);
  const except = useMemo(() => [...(form?.covers ?? []), ...COMMON_FIELDS], [form]);
  return (
    <Stack gap="md">
      <StepProblems problems={problems} />
      {!type && all.length > 0 && (
        <Alert
          color="yellow"
          variant="light"
          icon={<CircleAlert size={16} aria-hidden />}
          title={t("unknownType.title", { type: step.stepType })}
        >
          {t("unknownType.text")}
        </Alert>
      )}
      {type?.help && (
        <Text size="sm" c="dimmed">
          {type.help}
        </Text>
      )}
      {Plugin ? (
        <PluginForm Form={Plugin} step={step} />
      ) : (
        <>
          {form && <form.Form step={step} type={type} />}
          <SchemaForm except={except} />
        </>
      )}
    </Stack>
  );
}

function PluginForm({ Form, step }: { Form: NonNullable<ReturnType<typeof stepForm>>; step: StepInstance }) {
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  return (
    <Form
      step={step}
      readOnly={readOnly}
      update={(fields, gesture) => {
        store.getState().dispatch("step.set", { stepId: step.stepInstanceId, fields, gesture });
      }}
    />
  );
}

/** Problems of the step that belong to no field. */
function StepProblems({ problems }: { problems: readonly Problem[] }) {
  const general = problems.filter((problem) => fieldOf(problem.path) === undefined);
  if (general.length === 0) return null;
  const wrong = general.some((problem) => problem.severity === "error");
  return (
    <Alert
      color={wrong ? "red" : "yellow"}
      variant="light"
      p="sm"
      icon={<CircleAlert size={16} aria-hidden />}
    >
      <List size="sm" listStyleType="none">
        {general.map((problem) => (
          <List.Item key={`${problem.code}${problem.path}${problem.message}`}>
            {problem.message} {problem.hint}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
