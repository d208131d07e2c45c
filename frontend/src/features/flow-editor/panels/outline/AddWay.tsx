import { Button, Group, Select } from "@mantine/core";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EdgeKind } from "@/lib/definition/edges";
import type { StepInstance } from "@/lib/definition/types";
import { hasRoomFor } from "../../document/ways";
import { useEditorStore } from "../../store";
import { kindsOf, MOST_OPTIONS, useStepOptions } from "./options";

/** Connects a step to another one. */
export function AddWay({ step, stepId }: { step: StepInstance; stepId: string }) {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const steps = useStepOptions();
  const kinds = kindsOf(step).filter((kind) => hasRoomFor(step, kind));
  const [wanted, setWanted] = useState<EdgeKind | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const kind = wanted !== null && kinds.includes(wanted) ? wanted : kinds[0];
  if (kind === undefined) return null;
  const add = () => {
    if (target === null) return;
    store.getState().dispatch("edge.connect", { source: stepId, target, kind });
    store.getState().openStep(null);
    setTarget(null);
  };
  return (
    <Group gap={6} wrap="nowrap" align="flex-end">
      <Select
        size="xs"
        w={118}
        label={t("outline.newWay")}
        data={kinds.map((one) => ({ value: one, label: t(`outline.kind.${one}`) }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => setWanted(value as EdgeKind)}
      />
      <Select
        size="xs"
        flex={1}
        searchable
        limit={MOST_OPTIONS}
        clearable
        label={t("outline.connectTo")}
        placeholder={t("outline.chooseStep")}
        data={steps}
        value={target}
        nothingFoundMessage={t("outline.noStep")}
        onChange={setTarget}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<Plus size={13} aria-hidden />}
        disabled={target === null}
        onClick={add}
      >
        {t("outline.connect")}
      </Button>
    </Group>
  );
}
