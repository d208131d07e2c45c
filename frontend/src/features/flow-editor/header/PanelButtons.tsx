import { Indicator } from "@mantine/core";
import {
  Braces,
  CircleCheck,
  CircleX,
  History,
  ListTree,
  type LucideIcon,
  Settings2,
  TriangleAlert,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { useProblems } from "../panels/problemsStore";
import { type SidePanel, useEditor, useEditorStore } from "../store";

/** Opens and closes the panels at the right of the canvas. */
export function PanelButtons() {
  const readOnly = useEditor((state) => state.readOnly);
  return (
    <>
      <ProblemsButton />
      <PanelButton side="outline" icon={ListTree} keys="O" />
      <PanelButton side="code" icon={Braces} keys="C" />
      {!readOnly && <PanelButton side="history" icon={History} keys="H" />}
      <PanelButton side="settings" icon={Settings2} />
    </>
  );
}

interface PanelButtonProps {
  side: SidePanel;
  icon: LucideIcon;
  label?: string;
  keys?: string;
  color?: string;
}

function PanelButton({ side, icon, label, keys, color }: PanelButtonProps) {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const isOpen = useEditor((state) => state.side === side);
  return (
    <IconButton
      icon={icon}
      label={label ?? t(`panels.${side}`)}
      shortcut={keys}
      variant={isOpen ? "light" : "subtle"}
      color={isOpen ? undefined : color}
      aria-pressed={isOpen}
      onClick={() => store.getState().showSide(isOpen ? "none" : side)}
    />
  );
}

function ProblemsButton() {
  const { t } = useTranslation("flow-editor");
  const { errors, warnings } = useProblems((state) => state.counts);
  const icon = errors > 0 ? CircleX : warnings > 0 ? TriangleAlert : CircleCheck;
  const color = errors > 0 ? "red" : warnings > 0 ? "yellow" : undefined;
  const count = errors > 0 ? errors : warnings;
  return (
    <Indicator
      label={count > 99 ? "99+" : count}
      size={15}
      offset={6}
      color={errors > 0 ? "red.8" : "yellow.9"}
      disabled={count === 0}
      aria-hidden={false}
    >
      <PanelButton
        side="problems"
        icon={icon}
        label={t("problems.count", {
          errors: t("problems.errors", { count: errors }),
          warnings: t("problems.warnings", { count: warnings }),
        })}
        keys="P"
        color={color}
      />
    </Indicator>
  );
}
