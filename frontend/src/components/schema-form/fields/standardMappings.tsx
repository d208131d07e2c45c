import { useTranslation } from "react-i18next";
import { MappingsField } from "./MappingsField";
import type { FieldProps } from "./types";

/** What a step (or a branch) reads from the context into its input. */
export function InputMappingsField({
  suggestions = [],
  empty,
  ...props
}: FieldProps & {
  suggestions?: readonly string[];
  /** What is said where nothing is mapped, when there is no input beside the form to drag from. */
  empty?: string;
}) {
  const { t } = useTranslation("form");
  return (
    <MappingsField
      {...props}
      suggestions={suggestions}
      targetLabel={t("mapping.inputTarget")}
      targetPlaceholder="order.id"
      sourceLabel={t("mapping.contextSource")}
      sourcePlaceholder="$.order.id"
      addLabel={t("mapping.add")}
      empty={empty ?? t("mapping.noInput")}
    />
  );
}

/** What of a step's output goes into the context. `{}` keeps nothing, which is not the same as no field. */
export function OutputMappingsField(props: FieldProps) {
  const { t } = useTranslation("form");
  return (
    <MappingsField
      {...props}
      keepEmpty
      blind
      targetLabel={t("mapping.contextTarget")}
      targetPlaceholder="$.result"
      sourceLabel={t("mapping.outputSource")}
      sourcePlaceholder="$.data"
      addLabel={t("mapping.add")}
      empty={t("mapping.nothingKept")}
    />
  );
}
