import { Modal } from "@mantine/core";
import type { ReactNode } from "react";

interface EditDialogProps<Row> {
  /** What is edited: a stored row, a new one, or nothing (the dialog is closed). */
  edited: Row | "new" | null;
  titles: { create: string; edit: string };
  onClose: () => void;
  /** The form of a stored row, or of a new one (null). */
  children: (stored: Row | null) => ReactNode;
}

/** One dialog for making and for changing a thing. A click beside it does not take what is typed away. */
export function EditDialog<Row>({ edited, titles, onClose, children }: EditDialogProps<Row>) {
  const isNew = edited === "new";
  return (
    <Modal
      opened={edited !== null}
      onClose={onClose}
      title={isNew ? titles.create : titles.edit}
      size="lg"
      closeOnClickOutside={false}
    >
      {edited !== null && children(isNew ? null : edited)}
    </Modal>
  );
}
