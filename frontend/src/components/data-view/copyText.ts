import { notifications } from "@mantine/notifications";
import { notifyError } from "@/components/notify";
import { writeClipboard } from "@/lib/clipboard";
import { i18next } from "@/lib/i18n";
import "./texts";

/** Copies a text and says so. */
export async function copyText(text: string): Promise<void> {
  try {
    await writeClipboard(text);
    notifications.show({ id: "copied", message: i18next.t("copied", { ns: "dataView" }), autoClose: 1200 });
  } catch (error) {
    notifyError(error);
  }
}
