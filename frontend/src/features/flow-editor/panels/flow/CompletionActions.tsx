import { SimpleGrid, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FormPart, useField } from "@/components/schema-form/binding";
import { AutoField } from "@/components/schema-form/fields/AutoField";
import { EnumField } from "@/components/schema-form/fields/basic";
import { TemplateField } from "@/components/schema-form/fields/expressions";
import { ListField } from "@/components/schema-form/fields/ListField";
import { ConnectionRefField, FlowRefField } from "@/components/schema-form/fields/refs";
import { isObject, type Json } from "@/components/schema-form/path";
import { Extras } from "../step/forms/Extras";

const ACTION = ["actionType", "target", "executeOnStatus", "condition", "payloadTemplate", "connectionId"];

/** What is done when a run ends, in order. */
export function CompletionActions() {
  const { t, i18n } = useTranslation("flow-settings");
  const nameOf = (action: Json, index: number) => {
    const type = isObject(action) ? String(action.actionType ?? "") : "";
    return i18n.exists(`form:values.${type}`)
      ? i18n.t(`form:values.${type}`)
      : t("action", { number: index + 1 });
  };
  return (
    <ListField
      path={["onCompletionActions"]}
      hideLabel
      addLabel={t("addAction")}
      itemTitle={nameOf}
      blank={() => ({ actionType: "WEBHOOK", target: "https://" })}
      item={(path) => (
        <FormPart path={path}>
          <ActionForm />
        </FormPart>
      )}
    />
  );
}

function ActionForm() {
  const { t } = useTranslation("flow-settings");
  const type = String(useField(["actionType"]).value ?? "");
  const target = useField(["target"]).value;
  const connection = useField(["connectionId"]).value;
  const wantsTarget = type !== "LOG_ONLY" || target !== undefined;
  const wantsConnection = type === "API_CALL" || type === "WEBHOOK" || connection !== undefined;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
        <EnumField path={["actionType"]} />
        <EnumField path={["executeOnStatus"]} />
      </SimpleGrid>
      {wantsTarget && type === "START_FLOW_EXECUTION" && (
        <FlowRefField path={["target"]} label={t("targets.START_FLOW_EXECUTION")} />
      )}
      {wantsTarget && type !== "START_FLOW_EXECUTION" && (
        <TemplateField path={["target"]} label={t(`targets.${type}`)} />
      )}
      {wantsConnection && <ConnectionRefField path={["connectionId"]} />}
      <AutoField path={["condition"]} />
      <AutoField path={["payloadTemplate"]} />
      <Extras path={[]} known={ACTION} />
    </Stack>
  );
}
