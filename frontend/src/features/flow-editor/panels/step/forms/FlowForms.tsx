import { SimpleGrid, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { flowByIdQuery } from "@/api/flows/flowById";
import { flowDefinitionQuery } from "@/api/flows/flowDefinition";
import { AppLink } from "@/components/AppLink";
import { useForm } from "@/components/schema-form/binding";
import { AutoField } from "@/components/schema-form/fields/AutoField";
import { EnumField } from "@/components/schema-form/fields/basic";
import { FlowRefField } from "@/components/schema-form/fields/refs";
import { InputMappingsField } from "@/components/schema-form/fields/standardMappings";
import { type FieldPath, getIn, isObject } from "@/components/schema-form/path";
import { propertiesOf } from "@/components/schema-form/schema";
import { paths } from "@/lib/paths";
import { Extras } from "./Extras";

export const SUB_FLOW_FIELDS = ["subFlowDefinitionId", "subFlowVersion", "subFlowExecutionMode"];
export const START_FLOW_FIELDS = ["flowDefinitionId", "flowVersion", "customConfig"];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A sub-flow: which flow, which version, whether to wait; its declared input as targets to map. */
export function SubFlowForm() {
  const fields = useChildInput("subFlowDefinitionId", "subFlowVersion");
  return (
    <Stack gap="md">
      <FlowRefField path={["subFlowDefinitionId"]} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <AutoField path={["subFlowVersion"]} />
        <EnumField path={["subFlowExecutionMode"]} />
      </SimpleGrid>
      <ChildLink field={["subFlowDefinitionId"]} />
      <ChildMappings fields={fields} />
    </Stack>
  );
}

/** A run of another flow: which flow, which version, whether to wait. */
export function StartFlowForm() {
  const fields = useChildInput("flowDefinitionId", "flowVersion");
  const nested = fields.map((name) => `initialContextData.${name}`);
  return (
    <Stack gap="md">
      <FlowRefField path={["flowDefinitionId"]} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <AutoField path={["flowVersion"]} />
        <AutoField path={["customConfig", "sync"]} />
      </SimpleGrid>
      <Extras path={["customConfig"]} known={["sync"]} />
      <ChildLink field={["flowDefinitionId"]} />
      <ChildMappings fields={nested} />
    </Stack>
  );
}

function ChildMappings({ fields }: { fields: readonly string[] }) {
  const { t } = useTranslation("step");
  return (
    <InputMappingsField
      path={["inputMappings"]}
      label={t("flow.input")}
      description={t("flow.inputHelp")}
      suggestions={fields}
    />
  );
}

function ChildLink({ field }: { field: FieldPath }) {
  const { t } = useTranslation("step");
  const { value } = useForm();
  const id = String(getIn(value, field) ?? "");
  if (!UUID.test(id)) return null;
  return (
    <AppLink to={paths.flow(id)} fz="sm">
      {t("flow.open")}
    </AppLink>
  );
}

/** The names that the child's input schema declares. */
function useChildInput(idField: string, versionField: string): string[] {
  const { value } = useForm();
  const id = String(getIn(value, [idField]) ?? "");
  const version = getIn(value, [versionField]);
  const { data: flow } = useQuery({ ...flowByIdQuery(id), enabled: UUID.test(id) });
  const number = typeof version === "number" ? version : (flow?.publishedVersion ?? flow?.latestVersion);
  const { data: definition } = useQuery({
    ...flowDefinitionQuery(id, number ?? 0),
    enabled: flow !== undefined && number !== undefined,
  });
  const schema = definition?.inputSchema;
  return isObject(schema) ? propertiesOf(schema).map(([name]) => name) : [];
}
