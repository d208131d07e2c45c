import { ActionIcon, Tooltip } from "@mantine/core";
import { type LucideIcon, Trash2 } from "lucide-react";
import classes from "./form.module.css";

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
        color="gray"
        className={danger ? `${classes.quiet} ${classes.danger}` : classes.quiet}
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

/** Takes a row away. */
export function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return <RowButton label={label} icon={Trash2} danger onClick={onClick} />;
}
