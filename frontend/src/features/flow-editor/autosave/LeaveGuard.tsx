import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Autosaver } from "./autosaver";

/** How long a click on a link waits for the server before it asks, in milliseconds. */
const LONGEST_MS = 4000;

/** Saves before the editor is left; asks only when that is not possible. */
export function LeaveGuard({ autosaver }: { autosaver: Autosaver }) {
  const { t } = useTranslation("flow-editor");
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname || !autosaver.isUnsaved()) return false;
      return !(await autosaver.settledWithin(LONGEST_MS));
    },
    withResolver: true,
    enableBeforeUnload: false,
  });
  return (
    <Modal opened={status === "blocked"} onClose={() => reset?.()} title={t("leave.title")}>
      <Text fz="sm">{t("leave.text")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => proceed?.()}>
          {t("leave.leave")}
        </Button>
        <Button onClick={() => reset?.()} data-autofocus>
          {t("leave.stay")}
        </Button>
      </Group>
    </Modal>
  );
}
