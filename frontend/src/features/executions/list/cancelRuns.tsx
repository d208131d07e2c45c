import { Text } from "@mantine/core";
import { cancelExecution } from "@/api/executions/cancelExecution";
import { confirmAction } from "@/components/confirm";
import { notifyError, notifySuccess } from "@/components/notify";
import { i18next } from "@/lib/i18n";
import "../texts";

const t = (key: string, values?: Record<string, unknown>) => i18next.t(key, { ns: "executions", ...values });

/** Asks whether to cancel one run, and does. True when the server was asked. */
export async function cancelRun(executionId: string): Promise<boolean> {
  if (!(await confirmed(t("cancel.title"), t("cancel.confirm")))) return false;
  try {
    await cancelExecution(executionId);
    notifySuccess(t("cancel.asked"));
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}

/** Asks whether to cancel several runs, and does, one after the other; the first refusal is told. */
export async function cancelRuns(ids: readonly string[]): Promise<boolean> {
  const [only] = ids;
  if (only && ids.length === 1) return cancelRun(only);
  if (!(await confirmed(t("cancel.titleMany", { count: ids.length }), t("cancel.confirmMany")))) return false;
  const done = await Promise.allSettled(ids.map((id) => cancelExecution(id)));
  const refused = done.find((one) => one.status === "rejected");
  const asked = done.filter((one) => one.status === "fulfilled").length;
  if (asked > 0) notifySuccess(t("cancel.askedMany", { count: asked }));
  if (refused) notifyError(refused.reason);
  return asked > 0;
}

function confirmed(title: string, confirmLabel: string): Promise<boolean> {
  return confirmAction({ title, confirmLabel, danger: true, children: <Text>{t("cancel.text")}</Text> });
}
