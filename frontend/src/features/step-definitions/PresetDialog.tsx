import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { presetContentQuery } from "@/api/step-definitions/presetContent";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { PresetForm } from "./PresetForm";

interface PresetDialogProps {
  /** An id, `new`, or null when nothing is open. */
  open: string | null;
  onClose: () => void;
}

/** A step definition to look at, change or make. */
export function PresetDialog({ open, onClose }: PresetDialogProps) {
  const { t } = useTranslation("stepDefinitions");
  return (
    <Modal
      opened={open !== null}
      onClose={onClose}
      size="xl"
      title={open === "new" ? t("create") : t("title")}
      closeOnClickOutside={false}
    >
      {open === "new" && <PresetForm stored={null} onClose={onClose} />}
      {open !== null && open !== "new" && <StoredPreset id={open} onClose={onClose} />}
    </Modal>
  );
}

function StoredPreset({ id, onClose }: { id: string; onClose: () => void }) {
  const preset = useQuery(presetContentQuery(id));
  if (preset.isPending) return <ListSkeleton rows={5} />;
  if (preset.error) return <ErrorState error={preset.error} onRetry={() => void preset.refetch()} />;
  return <PresetForm key={`${id}/${preset.data.version}`} stored={preset.data} onClose={onClose} />;
}
