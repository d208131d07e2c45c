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
}

/** The end of a dialog: leave it, or do what it is for. */
export function DialogButtons({ submit, onCancel, onSubmit, icon, loading, disabled }: DialogButtonsProps) {
  const { t } = useTranslation("common");
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onCancel}>
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
