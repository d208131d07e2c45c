import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { usePermission } from "@/lib/session";
import { ITEMS, useChecklist } from "./checklist";

/** How much is left, in the header. */
export function ChecklistWidget() {
  const { t } = useTranslation("example");
  const { done } = useChecklist();
  const left = ITEMS.length - done.size;
  if (!usePermission("publish")) return null;
  return (
    <Badge color={left ? "yellow" : "teal"} visibleFrom="sm">
      {left ? t("left", { count: left }) : t("done")}
    </Badge>
  );
}
