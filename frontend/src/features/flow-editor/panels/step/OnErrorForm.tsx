import { SimpleGrid, Stack, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FormPart, useField, useForm } from "@/components/schema-form/binding";
import { inWords, retryWaits } from "@/components/schema-form/duration";
import { NumberField, StringListField, SwitchField } from "@/components/schema-form/fields/basic";
import { FieldBox } from "@/components/schema-form/fields/FieldBox";
import { StepRefField } from "@/components/schema-form/fields/refs";
import { getIn } from "@/components/schema-form/path";
import { ERROR_NAMES } from "./errorNames";
import { Extras } from "./forms/Extras";
import { Section } from "./forms/Section";

const RETRIES = ["count", "intervalSeconds", "backoffRate", "maxIntervalSeconds", "jitter", "errorEquals"];
const KNOWN = ["retries", "retryOnContentError", "continueOnFailure", "fallbackStepInstanceId"];

/** `onError` of the form part around, in the order in which it is tried. */
export function OnErrorForm({
  contentErrors,
  noFallback = false,
}: {
  contentErrors: boolean;
  noFallback?: boolean;
}) {
  const { t } = useTranslation("step");
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("errors.order")}
      </Text>
      <FormPart path={["onError"]}>
        <ContentRetries expected={contentErrors} />
        <Section title={t("errors.retries")} open>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <NumberField path={["retries", "count"]} label={t("errors.count")} />
            <NumberField path={["retries", "intervalSeconds"]} label={t("errors.first")} />
            <NumberField path={["retries", "backoffRate"]} />
            <NumberField path={["retries", "maxIntervalSeconds"]} />
          </SimpleGrid>
          <Waits />
          <SwitchField path={["retries", "jitter"]} />
          <StringListField
            path={["retries", "errorEquals"]}
            suggestions={ERROR_NAMES}
            placeholder={t("errors.any")}
          />
          <Extras path={["retries"]} known={RETRIES} />
        </Section>
        <Section title={t("errors.after")} open>
          <SwitchField path={["continueOnFailure"]} />
          {!noFallback && <StepRefField path={["fallbackStepInstanceId"]} noStep />}
          <Extras path={[]} known={KNOWN} />
        </Section>
      </FormPart>
    </Stack>
  );
}

function ContentRetries({ expected }: { expected: boolean }) {
  const { t } = useTranslation("step");
  const field = useField(["retryOnContentError"]);
  const on = field.value !== undefined && field.value !== null;
  return (
    <Section title={t("errors.content")} open={expected || on}>
      <FieldBox id={field.id}>
        <Switch
          label={t("errors.contentOn")}
          description={t("errors.contentHelp")}
          checked={on}
          disabled={field.readOnly}
          onChange={(event) => field.set(event.currentTarget.checked ? { count: 1 } : undefined)}
        />
      </FieldBox>
      {on && (
        <>
          <NumberField path={["retryOnContentError", "count"]} label={t("errors.count")} />
          <SwitchField path={["retryOnContentError", "feedback"]} />
          <Extras path={["retryOnContentError"]} known={["count", "feedback"]} />
        </>
      )}
    </Section>
  );
}

function Waits() {
  const { t } = useTranslation("step");
  const { value } = useForm();
  const read = (key: string, standard: number) => {
    const found = getIn(value, ["retries", key]);
    return typeof found === "number" ? found : standard;
  };
  const count = Math.min(read("count", 0), 10);
  const waits = retryWaits({
    count,
    interval: read("intervalSeconds", 5),
    rate: read("backoffRate", 2),
    longest: read("maxIntervalSeconds", 300),
  });
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  return (
    <Text size="sm" c="dimmed" role="status">
      {waits.length === 0
        ? t("errors.noRetry")
        : t("errors.waits", { waits: waits.map(inWords).join(", "), total: inWords(total) })}
    </Text>
  );
}
