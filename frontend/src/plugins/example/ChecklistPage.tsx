import { Checkbox, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PageHeader } from "@/components/PageHeader";
import { ITEMS, useChecklist } from "./checklist";

/** The checklist to tick off. */
export function ChecklistPage() {
  const { t } = useTranslation("example");
  const { done, toggle } = useChecklist();
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} />
      <Stack gap="sm">
        {ITEMS.map((item) => (
          <Checkbox
            key={item}
            label={t(`items.${item}`)}
            checked={done.has(item)}
            onChange={() => toggle(item)}
          />
        ))}
      </Stack>
    </>
  );
}
