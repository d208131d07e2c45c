import { Box, SegmentedControl, SimpleGrid, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useForm } from "@/components/schema-form/binding";
import { AutoField } from "@/components/schema-form/fields/AutoField";
import { EnumField } from "@/components/schema-form/fields/basic";
import { ContextMappingsField } from "@/components/schema-form/fields/ContextMappingsField";
import { PathField, TemplateField } from "@/components/schema-form/fields/expressions";
import { JsonField } from "@/components/schema-form/fields/JsonField";
import { KeyValueField } from "@/components/schema-form/fields/KeyValueField";
import { LabelRow } from "@/components/schema-form/fields/LabelRow";
import { ConnectionRefField } from "@/components/schema-form/fields/refs";
import { getIn, isObject } from "@/components/schema-form/path";
import { Extras } from "./Extras";
import { Section } from "./Section";
import classes from "./Section.module.css";
import { useVariant } from "./useVariant";

export const HTTP_FIELDS = [
  "apiHttpMethod",
  "apiUrlTemplate",
  "apiHeadersTemplate",
  "apiStaticHeaders",
  "requestBody",
  "requestBodyPath",
  "requestBodyTemplate",
  "bodyType",
  "connectionId",
  "customConfig",
];

const OPTIONS = ["timeoutMs", "maxResponseBytes", "followRedirects", "responseType", "responseSchema"];
const BODYLESS = new Set(["GET", "HEAD", "OPTIONS", "DELETE"]);

/** One HTTP request: method and URL in one line, query, headers, body, connection and how the answer is read. */
export function HttpCallForm() {
  const { t } = useTranslation("step");
  const { value } = useForm();
  const has = (...path: string[]) => getIn(value, path) !== undefined;
  // Decided once: a field that moved as soon as its first name is typed would be gone from under the cursor.
  const [fixedOnTop] = useState(() => has("apiStaticHeaders"));
  const bodyless = BODYLESS.has(String(getIn(value, ["apiHttpMethod"]) ?? "GET"));
  return (
    <Stack gap="sm">
      <Box className={classes.line}>
        <EnumField path={["apiHttpMethod"]} />
        <TemplateField
          path={["apiUrlTemplate", "template"]}
          label={t("http.url")}
          placeholder="https://api.example.com/orders/{{ order.id }}"
        />
      </Box>
      <ConnectionRefField path={["connectionId"]} kind="HTTP" />
      <Section title={t("http.query")} open={has("apiUrlTemplate", "query")}>
        <KeyValueField hideLabel path={["apiUrlTemplate", "query"]} addLabel={t("http.addQuery")} />
      </Section>
      <Section title={t("http.headers")} open={has("apiHeadersTemplate") || fixedOnTop}>
        <KeyValueField hideLabel path={["apiHeadersTemplate"]} addLabel={t("http.addHeader")} />
        {fixedOnTop && <KeyValueField path={["apiStaticHeaders"]} plain addLabel={t("http.addHeader")} />}
      </Section>
      <Section
        title={t("http.body")}
        open={!bodyless || has("requestBody") || has("requestBodyPath") || has("requestBodyTemplate")}
      >
        <BodyForm />
      </Section>
      <Section
        title={t("http.more")}
        open={isObject(getIn(value, ["customConfig"])) || has("apiUrlTemplate", "contextMappings")}
      >
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <AutoField path={["customConfig", "timeoutMs"]} />
          <AutoField path={["customConfig", "maxResponseBytes"]} />
          <AutoField path={["customConfig", "followRedirects"]} />
          <AutoField path={["customConfig", "responseType"]} />
        </SimpleGrid>
        <AutoField path={["customConfig", "responseSchema"]} />
        <ContextMappingsField path={["apiUrlTemplate", "contextMappings"]} />
        {!fixedOnTop && <KeyValueField path={["apiStaticHeaders"]} plain addLabel={t("http.addHeader")} />}
        <Extras path={["customConfig"]} known={OPTIONS} />
        <Extras path={["apiUrlTemplate"]} known={["template", "query", "contextMappings"]} />
      </Section>
    </Stack>
  );
}

function BodyForm() {
  const { t } = useTranslation("step");
  const { readOnly, value } = useForm();
  const { current, choose } = useVariant(
    { requestBody: {}, requestBodyPath: "$.", requestBodyTemplate: {} },
    "none",
  );
  const none = current === "none";
  return (
    <>
      <LabelRow label={t("http.bodyKind")}>
        <SegmentedControl
          size="xs"
          aria-label={t("http.bodyKind")}
          value={current}
          disabled={readOnly}
          data={[
            { value: "none", label: t("http.none") },
            { value: "requestBody", label: t("http.json") },
            { value: "requestBodyPath", label: t("http.path") },
            { value: "requestBodyTemplate", label: t("http.fields") },
          ]}
          onChange={(next) => choose(next as typeof current)}
        />
      </LabelRow>
      {current === "requestBody" && <JsonField path={["requestBody"]} hideLabel />}
      {current === "requestBodyPath" && <PathField path={["requestBodyPath"]} hideLabel />}
      {current === "requestBodyTemplate" && (
        <ContextMappingsField hideLabel path={["requestBodyTemplate"]} keyLabel={t("http.field")} />
      )}
      {(!none || getIn(value, ["bodyType"]) !== undefined) && <EnumField path={["bodyType"]} />}
    </>
  );
}
