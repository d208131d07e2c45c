import { SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FormPart, useForm } from "@/components/schema-form/binding";
import { ConditionField } from "@/components/schema-form/condition/ConditionField";
import { inWords, pollSeconds } from "@/components/schema-form/duration";
import { NumberField } from "@/components/schema-form/fields/basic";
import { getIn } from "@/components/schema-form/path";
import { Extras } from "./Extras";
import { HTTP_FIELDS, HttpCallForm } from "./HttpCallForm";
import { Section } from "./Section";

export const POLL_FIELDS = ["apiCallDefinition", "pollingConfig", "exitConditions"];
const POLLING = ["intervalSeconds", "maxAttempts", "backoffRate"];

/** A poll: the call, how often it is made, and when it is over. */
export function PollForm() {
  const { t } = useTranslation("step");
  return (
    <Stack gap="md">
      <FormPart path={["apiCallDefinition"]}>
        <HttpCallForm />
        <Extras path={[]} known={HTTP_FIELDS} />
      </FormPart>
      <Section title={t("poll.when")} open>
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <NumberField path={["pollingConfig", "intervalSeconds"]} />
          <NumberField path={["pollingConfig", "maxAttempts"]} />
          <NumberField path={["pollingConfig", "backoffRate"]} />
        </SimpleGrid>
        <TotalTime />
        <Extras path={["pollingConfig"]} known={POLLING} />
      </Section>
      <Section title={t("poll.exits")} open>
        <ConditionField path={["exitConditions", "successCondition"]} document />
        <ConditionField path={["exitConditions", "failureCondition"]} document />
        <Extras path={["exitConditions"]} known={["successCondition", "failureCondition"]} />
      </Section>
    </Stack>
  );
}

function TotalTime() {
  const { t } = useTranslation("step");
  const { value } = useForm();
  const read = (key: string, standard?: number) => {
    const found = getIn(value, ["pollingConfig", key]);
    return typeof found === "number" ? found : standard;
  };
  const interval = read("intervalSeconds");
  const attempts = read("maxAttempts");
  if (interval === undefined || attempts === undefined || attempts < 1) return null;
  const total = pollSeconds({ interval, attempts, rate: read("backoffRate", 1) ?? 1 });
  return (
    <Text size="sm" c="dimmed" role="status">
      {t("poll.total", { count: attempts, time: total === 0 ? inWords(0) : inWords(total) })}
    </Text>
  );
}
