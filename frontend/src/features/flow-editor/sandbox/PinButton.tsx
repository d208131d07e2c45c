import { Button, Tooltip } from "@mantine/core";
import { Pin, PinOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Json } from "@/lib/expressions/types";
import { useEditor } from "../store";
import { isPinned } from "./composeContext";

/** Keeps an output on the step, to stand for running it in the sandbox; or lets go of it. */
export function PinButton({ stepId, output }: { stepId: string; output: Json }) {
  const { t } = useTranslation("sandbox");
  const pinned = useEditor((state) => {
    const step = state.document.steps[stepId];
    return step !== undefined && isPinned(step);
  });
  const readOnly = useEditor((state) => state.readOnly);
  const dispatch = useEditor((state) => state.dispatch);
  const set = (value: Json, gesture: string) =>
    dispatch("step.set", { stepId, fields: { pinnedOutput: value }, gesture });
  if (readOnly || (!pinned && (output === null || output === undefined))) return null;
  if (pinned)
    return (
      <Button
        size="compact-xs"
        variant="light"
        leftSection={<PinOff size={13} aria-hidden />}
        onClick={() => set(undefined, t("pin.ungesture"))}
      >
        {t("pin.unpin")}
      </Button>
    );
  return (
    <Tooltip label={t("pin.about")} multiline w={260}>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Pin size={13} aria-hidden />}
        onClick={() => set(output, t("pin.gesture"))}
      >
        {t("pin.pin")}
      </Button>
    </Tooltip>
  );
}
