import { Button } from "@mantine/core";
import { Plus } from "lucide-react";

/** The button below a list of rows that adds one. */
export function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      w="fit-content"
      leftSection={<Plus size={14} />}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
