import { SegmentedControl, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useField } from "@/components/schema-form/binding";
import { EnumField } from "@/components/schema-form/fields/basic";
import { TemplateField } from "@/components/schema-form/fields/expressions";
import { FieldBox } from "@/components/schema-form/fields/FieldBox";
import { LabelRow } from "@/components/schema-form/fields/LabelRow";

export const END_FIELDS = ["status", "message"];
const STATUSES = ["COMPLETED", "FAILED"];

/** The end of a run: as what, and what is said about it. */
export function EndForm() {
  const { t } = useTranslation("step");
  const field = useField(["status"]);
  const value = field.value ?? "COMPLETED";
  const known = STATUSES.includes(String(value));
  return (
    <Stack gap="md">
      {known ? (
        <FieldBox id={field.id}>
          <LabelRow label={t("end.status")} />
          <SegmentedControl
            aria-label={t("end.status")}
            value={String(value)}
            disabled={field.readOnly}
            data={STATUSES.map((status) => ({ value: status, label: t(`end.${status}`) }))}
            onChange={(next) => field.set(next === "COMPLETED" && !field.keepsDefaults ? undefined : next)}
          />
        </FieldBox>
      ) : (
        <EnumField path={["status"]} />
      )}
      <TemplateField path={["message"]} rows={2} placeholder={t("end.messageExample")} />
    </Stack>
  );
}
