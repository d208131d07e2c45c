import { Modal, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DialogButtons } from "@/components/DialogButtons";
import type { FlowDocument, Position, StepType } from "@/lib/definition/types";
import { stepTypeKey, useStepTypes } from "@/lib/stepTypes";
import { type CanvasApi, useCanvasApi } from "../../canvas/canvasApi";
import { STEP_GAP } from "../../document/steps";
import { type EditorStore, useEditorStore } from "../../store";

/** Where a new step goes. */
export type Where = { at: "after" | "before"; stepId: string } | { at: "end" };

/** Asks which type the new step is of, and puts it there. */
export function AddStepDialog({ where, onClose }: { where: Where; onClose: () => void }) {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const canvas = useCanvasApi();
  const types = useStepTypes();
  const [chosen, setChosen] = useState<string | null>(null);
  const type = types.all.find((one) => stepTypeKey(one.type, one.module) === chosen);
  const add = () => {
    if (!type) return;
    addStep(store, canvas, type, where);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t(`outline.dialog.${where.at}`)}>
      <Stack gap="md">
        <Select
          label={t("outline.type")}
          placeholder={t("outline.typePlaceholder")}
          searchable
          data-autofocus
          data={grouped(types.all)}
          value={chosen}
          nothingFoundMessage={t("outline.noType")}
          onChange={setChosen}
        />
        <DialogButtons submit={t("outline.add")} onCancel={onClose} onSubmit={add} disabled={!type} />
      </Stack>
    </Modal>
  );
}

function grouped(types: readonly StepType[]): { group: string; items: { value: string; label: string }[] }[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const type of types) {
    const item = { value: stepTypeKey(type.type, type.module), label: type.label };
    groups.set(type.category, [...(groups.get(type.category) ?? []), item]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}

/** Puts the step on the default way: after a step it takes over where that led. The panel of the new step stays closed. */
function addStep(store: EditorStore, canvas: CanvasApi, type: StepType, where: Where): void {
  canvas.settle();
  const { document, dispatch, openStep } = store.getState();
  if (where.at === "before")
    dispatch("step.insertBefore", {
      type,
      stepId: where.stepId,
      position: placeBeside(document, where.stepId, -1),
    });
  else if (where.at === "end") dispatch("step.add", { type, position: { x: 0, y: 0 } });
  else {
    const position = placeBeside(document, where.stepId, 1);
    if (document.steps[where.stepId]?.defaultNextStepInstanceId)
      dispatch("step.insertOnEdge", { type, edgeId: `${where.stepId}|default|0`, position });
    else dispatch("step.add", { type, position, after: { source: where.stepId, kind: "default" } });
  }
  openStep(null);
}

/** A place beside a step where no other stands. */
function placeBeside(document: FlowDocument, stepId: string, direction: 1 | -1): Position {
  const at = document.steps[stepId]?.position ?? { x: 0, y: 0 };
  const place = { x: at.x + direction * STEP_GAP.x, y: at.y };
  const isTaken = () =>
    Object.values(document.steps).some(
      ({ position }) =>
        position && Math.abs(position.x - place.x) < 120 && Math.abs(position.y - place.y) < 60,
    );
  while (isTaken()) place.y += STEP_GAP.y;
  return place;
}
