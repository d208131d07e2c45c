import { Group as GroupIcon } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FrameNodeData } from "@/lib/definition/toCanvasTypes";
import classes from "./CanvasItems.module.css";
import { itemColor } from "./itemColor";
import "./texts";

interface FrameProps {
  data: FrameNodeData;
  selected: boolean;
  /** Stands in the place of the label: the field while it is edited. */
  label?: ReactNode;
  /** Buttons beside the label. */
  children?: ReactNode;
}

function frameStyle(color: string | null | undefined): CSSProperties {
  return { "--item": itemColor(color) ?? "var(--mantine-color-blue-5)" } as CSSProperties;
}

/** A frame around its steps. */
export function FrameBox({ data, selected, label, children }: FrameProps) {
  const { t } = useTranslation("canvas");
  return (
    <div className={classes.frame} style={frameStyle(data.group.color)} data-selected={selected || undefined}>
      <div className={classes.frameHead}>
        {label ?? <span className={classes.frameLabel}>{data.group.label || t("frame")}</span>}
        {children}
      </div>
    </div>
  );
}

/** A collapsed frame: one node that stands for its steps. */
export function CollapsedCard({ data, selected, label, children }: FrameProps) {
  const { t } = useTranslation("canvas");
  return (
    <div
      className={classes.collapsed}
      style={frameStyle(data.group.color)}
      data-selected={selected || undefined}
    >
      <GroupIcon size={20} className={classes.collapsedIcon} aria-hidden />
      <span className={classes.collapsedBody}>
        {label ?? <span className={classes.frameLabel}>{data.group.label || t("frame")}</span>}
        <span className={classes.collapsedCount}>{t("steps", { count: data.count })}</span>
      </span>
      {children}
    </div>
  );
}
