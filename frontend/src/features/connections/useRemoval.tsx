import { Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { confirmAction } from "@/components/confirm";
import { notifyError, notifySuccess } from "@/components/notify";

interface Removal {
  name: string;
  text: string;
  queryKey: string[];
  remove: () => Promise<void>;
}

/** Asks, deletes, and says how it went; a refusal names what still uses the thing. */
export function useRemoval({ name, text, queryKey, remove }: Removal) {
  const { t } = useTranslation("connections");
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: () => notifySuccess(t("removed", { name })),
    onError: notifyError,
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  const ask = async () => {
    const title = t("removeTitle", { name });
    if (
      await confirmAction({
        title,
        children: <Text>{text}</Text>,
        confirmLabel: t("removeYes"),
        danger: true,
      })
    )
      removal.mutate();
  };
  return { ask, isPending: removal.isPending };
}
