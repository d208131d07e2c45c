import { ActionIcon, type ActionIconProps, Tooltip } from "@mantine/core";
import type { LucideIcon } from "lucide-react";
import { type ComponentPropsWithoutRef, forwardRef } from "react";

interface IconButtonProps
  extends ActionIconProps,
    Omit<ComponentPropsWithoutRef<"button">, keyof ActionIconProps | "children" | "aria-label"> {
  icon: LucideIcon;
  /** What it does: the name for screen readers and the tooltip. */
  label: string;
  /** Shown after the label in the tooltip, such as "Ctrl Z". */
  shortcut?: string;
  iconSize?: number;
}

/** A button that is only an icon: always named, always with a tooltip. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  { icon: Icon, label, shortcut, iconSize = 17, ...rest },
  ref,
) {
  return (
    <Tooltip label={shortcut ? `${label} (${shortcut})` : label}>
      <ActionIcon ref={ref} size="lg" aria-label={label} {...rest}>
        <Icon size={iconSize} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
});
