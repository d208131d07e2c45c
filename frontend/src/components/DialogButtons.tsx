import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import "./texts";

interface DialogButtonsProps {
  /** What the main button says. */
  submit: string;
  onCancel: () => void;
  /** Without it the main button sends the form it stands in. */
  onSubmit?: () => void;
  icon?: ReactNode;
  loading?: boolean;
  disabled?: boolean;
  /** Leaving has to wait. */
  held?: boolean;
}

/** The end of a dialog: leave it, or do what it is for. */
export function DialogButtons(props: DialogButtonsProps) {
  const { submit, onCancel, onSubmit, icon, loading, disabled, held } = props;
  const { t } = useTranslation("common");
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onCancel} disabled={held}>
        {t("cancel")}
      </Button>
      <Button
        type={onSubmit ? "button" : "submit"}
        leftSection={icon}
        loading={loading}
        disabled={disabled}
        onClick={onSubmit}
      >
        {submit}
      </Button>
    </Group>
  );
}
