import { Alert, Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import type { StepInstance } from "@/lib/definition/types";
import { useEditor } from "../../../store";
import { useStepText } from "./useStepText";

/** The whole step as JSON. Text that cannot be taken over stays, with the reason, until it can or is given up. */
export function JsonTab({ stepId, step }: { stepId: string; step: StepInstance }) {
  const { t } = useTranslation("step");
  const readOnly = useEditor((state) => state.readOnly);
  const { text, refused, edit, giveUp } = useStepText(stepId, step);
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {t("json.help")}
      </Text>
      <CodeEditor
        value={text}
        onChange={edit}
        language="json"
        readOnly={readOnly}
        height="100%"
        ariaLabel={t("json.label", { id: stepId })}
        lint
        invalid={refused !== null}
      />
      {refused !== null && (
        <Alert color="red" variant="light" mt="xs" p="xs" role="status">
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{refused}</Text>
            {!readOnly && (
              <Button size="compact-xs" variant="default" flex="none" onClick={giveUp}>
                {t("json.giveUp")}
              </Button>
            )}
          </Group>
        </Alert>
      )}
    </>
  );
}
