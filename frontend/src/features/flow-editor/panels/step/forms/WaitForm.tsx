import { Stack } from "@mantine/core";
import { useForm } from "@/components/schema-form/binding";
import { AutoField } from "@/components/schema-form/fields/AutoField";
import { DurationField } from "@/components/schema-form/fields/DurationField";
import { TemplateField } from "@/components/schema-form/fields/expressions";
import { StepRefField } from "@/components/schema-form/fields/refs";
import { getIn } from "@/components/schema-form/path";

export const WAIT_FIELDS = [
  "correlationKeyTemplate",
  "maxWaitSeconds",
  "onTimeoutStepInstanceId",
  "payloadSchema",
];

/** A wait: the key of the event, how long, where to go when nothing comes, what the payload must look like. */
export function WaitForm() {
  const { value } = useForm();
  const ends =
    getIn(value, ["maxWaitSeconds"]) !== undefined || getIn(value, ["onTimeoutStepInstanceId"]) !== undefined;
  return (
    <Stack gap="md">
      <TemplateField path={["correlationKeyTemplate"]} placeholder="order-{{ order.id }}" />
      <DurationField path={["maxWaitSeconds"]} />
      {ends && <StepRefField path={["onTimeoutStepInstanceId"]} noStep />}
      <AutoField path={["payloadSchema"]} />
    </Stack>
  );
}
