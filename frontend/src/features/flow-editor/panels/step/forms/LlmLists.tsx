import { SimpleGrid, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FormPart, useForm } from "@/components/schema-form/binding";
import { AutoField } from "@/components/schema-form/fields/AutoField";
import { TextField } from "@/components/schema-form/fields/basic";
import { ListField } from "@/components/schema-form/fields/ListField";
import { ConnectionRefField } from "@/components/schema-form/fields/refs";
import { SuggestField } from "@/components/schema-form/fields/SuggestField";
import { getIn, isObject, type Json } from "@/components/schema-form/path";
import { Extras } from "./Extras";
import { MODELS, PROVIDERS } from "./providers";

const TOOL = ["name", "description", "parameters"];
const FALLBACK = ["llmProvider", "modelId", "connectionId", "inferenceParameters", "customConfig"];

function named(value: Json, ...keys: string[]): string {
  return keys
    .map((key) => (isObject(value) && typeof value[key] === "string" ? value[key] : ""))
    .filter(Boolean)
    .join(" · ");
}

/** The functions that the model may ask for, and which of them it must. */
export function ToolsField() {
  const { t } = useTranslation("step");
  const { value } = useForm();
  const tools = getIn(value, ["tools"]);
  const names = Array.isArray(tools) ? tools.map((tool) => named(tool, "name")).filter(Boolean) : [];
  return (
    <>
      <ListField
        path={["tools"]}
        hideLabel
        addLabel={t("llm.addTool")}
        itemTitle={(tool, index) => named(tool, "name") || t("llm.tool", { number: index + 1 })}
        blank={(list) => ({ name: `tool_${list.length + 1}` })}
        item={(path) => (
          <FormPart path={path}>
            <Stack gap="xs">
              <TextField path={["name"]} label={t("llm.toolName")} />
              <TextField path={["description"]} multiline />
              <AutoField path={["parameters"]} />
              <Extras path={[]} known={TOOL} />
            </Stack>
          </FormPart>
        )}
      />
      {(names.length > 0 || getIn(value, ["toolChoice"]) !== undefined) && (
        <SuggestField path={["toolChoice"]} suggestions={["auto", "none", "required", ...names]} />
      )}
    </>
  );
}

/** The models that are asked when those before them failed. */
export function FallbacksField() {
  const { t } = useTranslation("step");
  return (
    <ListField
      path={["fallbacks"]}
      hideLabel
      addLabel={t("llm.addFallback")}
      itemTitle={(model, index) =>
        named(model, "llmProvider", "modelId") || t("llm.fallback", { number: index + 1 })
      }
      blank={() => ({ llmProvider: "OPENAI", modelId: "gpt-4o-mini" })}
      item={(path) => (
        <FormPart path={path}>
          <Stack gap="xs">
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
              <SuggestField path={["llmProvider"]} suggestions={PROVIDERS} />
              <SuggestField path={["modelId"]} suggestions={MODELS} />
            </SimpleGrid>
            <ConnectionRefField path={["connectionId"]} kind="LLM" />
            <AutoField path={["inferenceParameters"]} />
            <AutoField path={["customConfig"]} label={t("llm.server")} />
            <Extras path={[]} known={FALLBACK} />
          </Stack>
        </FormPart>
      )}
    />
  );
}
