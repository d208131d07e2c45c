import { Alert, Button, Group, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import { sameJson } from "@/components/schema-form/path";
import type { StepInstance } from "@/lib/definition/types";
import { useEditor, useEditorStore } from "../../../store";
import { keptText } from "../keptText";
import { reasonAgainst } from "./reasonAgainst";

/** The whole step as JSON. Text that cannot be taken over stays, with the reason, until it can or is given up. */
export function JsonTab({ stepId, step }: { stepId: string; step: StepInstance }) {
  const { t } = useTranslation("step");
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const place = useEditor((state) => `${state.flowId}/${state.version}/${stepId}`);
  const [text, setText] = useState(() => keptText.get(place) ?? written(step));
  const known = useRef(step);
  const refused = reasonAgainst(text, stepId, t);
  if (known.current !== step) {
    known.current = step;
    if (refused === null && !sameJson(JSON.parse(text), step)) setText(written(step));
  }
  const edit = (next: string) => {
    setText(next);
    if (reasonAgainst(next, stepId, t) !== null) {
      keptText.set(place, next);
      return;
    }
    keptText.delete(place);
    const parsed: StepInstance = JSON.parse(next);
    if (!sameJson(parsed, store.getState().document.steps[stepId]))
      store.getState().dispatch("step.replace", { stepId, step: parsed });
  };
  const giveUp = () => {
    keptText.delete(place);
    setText(written(step));
  };
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

function written(step: StepInstance): string {
  return JSON.stringify(step, null, 2);
}
