import { ActionIcon, Tooltip } from "@mantine/core";
import type { LucideIcon } from "lucide-react";

interface RowButtonProps {
  label: string;
  icon: LucideIcon;
  onClick: () => void;
  disabled?: boolean;
  danger?: boolean;
}

/** A quiet icon button at the end of a row. */
export function RowButton({ label, icon: Icon, onClick, disabled = false, danger = false }: RowButtonProps) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon
        variant="subtle"
        color={danger ? "red" : "gray"}
        size="md"
        aria-label={label}
        disabled={disabled}
        onClick={onClick}
      >
        <Icon size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
