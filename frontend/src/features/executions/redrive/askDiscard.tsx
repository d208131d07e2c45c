import { Text } from "@mantine/core";
import { confirmAction } from "@/components/confirm";
import { i18next } from "@/lib/i18n";
import "./texts";

/** Asks before edits are lost; true at once when there are none. */
export async function askDiscard(isEdited: boolean): Promise<boolean> {
  if (!isEdited) return true;
  const t = (key: string) => i18next.t(`discard.${key}`, { ns: "redrive" });
  return confirmAction({
    title: t("title"),
    children: <Text fz="sm">{t("text")}</Text>,
    confirmLabel: t("confirm"),
    danger: true,
  });
}
