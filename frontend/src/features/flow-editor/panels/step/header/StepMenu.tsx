import { Menu } from "@mantine/core";
import { Copy, EllipsisVertical, Flag, PackagePlus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import type { StepInstance } from "@/lib/definition/types";
import { usePermission } from "@/lib/session";
import { useEditor, useEditorStore } from "../../../store";
import { SavePresetDialog } from "./SavePresetDialog";

/** What else can be done with the open step. */
export function StepMenu({ stepId, step }: { stepId: string; step: StepInstance }) {
  const { t } = useTranslation("step");
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const isStart = useEditor((state) => state.document.startStepInstanceId === stepId);
  const mayEdit = usePermission("edit");
  const [saving, setSaving] = useState(false);
  if (readOnly) return null;
  const { dispatch } = store.getState();
  const duplicate = () => {
    dispatch("selection.duplicate", { steps: [stepId], notes: [] });
    const [made] = store.getState().selection.steps;
    if (made !== undefined) store.getState().openStep(made);
  };
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={220}>
        <Menu.Target>
          <IconButton icon={EllipsisVertical} label={t("menu.open")} variant="subtle" color="gray" />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Copy size={15} aria-hidden />} onClick={duplicate}>
            {t("menu.duplicate")}
          </Menu.Item>
          <Menu.Item
            leftSection={<Flag size={15} aria-hidden />}
            disabled={isStart}
            onClick={() => dispatch("step.setStart", { stepId })}
          >
            {isStart ? t("menu.isStart") : t("menu.setStart")}
          </Menu.Item>
          {mayEdit && (
            <Menu.Item leftSection={<PackagePlus size={15} aria-hidden />} onClick={() => setSaving(true)}>
              {t("menu.savePreset")}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<Trash2 size={15} aria-hidden />}
            onClick={() =>
              dispatch("selection.remove", { steps: [stepId], edges: [], notes: [], groups: [] })
            }
          >
            {t("menu.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {saving && <SavePresetDialog step={step} onClose={() => setSaving(false)} />}
    </>
  );
}
