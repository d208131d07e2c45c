import { Button } from "@mantine/core";
import { PencilLine } from "lucide-react";
import { usePermission } from "@/lib/session";
import { type Flow, flowStatus } from "../flowStatus";
import { useFlowActions } from "../useFlowActions";

/** Leads to the flow's draft in the editor; nothing for one who may not edit. */
export function EditorLink({ flow, label }: { flow: Flow; label: string }) {
  const { edit } = useFlowActions(flow);
  const may = usePermission("edit") && flowStatus(flow) !== "archived";
  return may ? (
    <Button variant="default" size="sm" leftSection={<PencilLine size={15} aria-hidden />} onClick={edit}>
      {label}
    </Button>
  ) : null;
}
