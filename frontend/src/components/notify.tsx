import { Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Check, CircleAlert, Info } from "lucide-react";
import { ApiError } from "@/api/problem";
import { i18next } from "@/lib/i18n";
import { newId } from "@/lib/newId";
import { AppLink } from "./AppLink";
import "./texts";

/** A link in a toast: an address of the panel, "Open" when it has no label. */
interface NotifyLink {
  to: string;
  label?: string;
}

/** Says that something worked; the link leads to the new thing. */
export function notifySuccess(text: string, link?: NotifyLink): void {
  const id = newId();
  notifications.show({
    id,
    color: "teal",
    icon: <Check size={16} aria-hidden />,
    message: (
      <Group gap="sm" justify="space-between" wrap="nowrap">
        <Text fz="sm">{text}</Text>
        {link && (
          <AppLink to={link.to} fz="sm" fw={500} onClick={() => notifications.hide(id)}>
            {link.label ?? i18next.t("notify.open", { ns: "common" })}
          </AppLink>
        )}
      </Group>
    ),
  });
}

/** Says how things are, when nothing was done and nothing failed. */
export function notifyInfo(text: string): void {
  notifications.show({ color: "gray", icon: <Info size={16} aria-hidden />, message: text });
}

/** Says why something failed, in the server's words. */
export function notifyError(error: unknown): void {
  const problem = error instanceof ApiError ? error.problem : null;
  notifications.show({
    color: "red",
    icon: <CircleAlert size={16} aria-hidden />,
    autoClose: 10_000,
    title: problem?.title ?? i18next.t("error.title", { ns: "common" }),
    message: problem
      ? problem.detail
      : error instanceof Error
        ? error.message
        : i18next.t("error.unknown", { ns: "common" }),
  });
}
