import { modals } from "@mantine/modals";
import type { ReactNode } from "react";
import { i18next } from "@/lib/i18n";
import "./texts";

interface Question {
  title: string;
  children: ReactNode;
  confirmLabel: string;
  /** The action takes something away: the button is red. */
  danger?: boolean;
}

/** Asks before something happens; false when the person closes the dialog. */
export function confirmAction({ title, children, confirmLabel, danger }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title,
      children,
      labels: { confirm: confirmLabel, cancel: i18next.t("cancel", { ns: "common" }) },
      confirmProps: danger ? { color: "red" } : {},
      onConfirm: () => resolve(true),
      onClose: () => resolve(false),
    });
  });
}
