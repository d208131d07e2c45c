import { Text } from "@mantine/core";
import { cancelExecution } from "@/api/executions/cancelExecution";
import { confirmAction } from "@/components/confirm";
import { notifyError, notifySuccess } from "@/components/notify";
import { i18next } from "@/lib/i18n";
import "../texts";

const t = (key: string) => i18next.t(key, { ns: "executions" });

/** Asks whether to cancel one run, and does. True when the server was asked. */
export async function cancelRun(executionId: string): Promise<boolean> {
  const sure = await confirmAction({
    title: t("cancel.title"),
    confirmLabel: t("cancel.confirm"),
    danger: true,
    children: <Text>{t("cancel.text")}</Text>,
  });
  if (!sure) return false;
  try {
    await cancelExecution(executionId);
    notifySuccess(t("cancel.asked"));
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}
