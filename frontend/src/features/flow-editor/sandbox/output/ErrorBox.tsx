import { Alert, Code, Stack, Text } from "@mantine/core";
import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SandboxStepAnswer } from "@/api/sandbox/runStep";
import { JsonView } from "@/components/data-view";

type SandboxError = NonNullable<SandboxStepAnswer["error"]>;

/** Which advice fits an error. */
export function adviceFor({ errorName, code }: Pick<SandboxError, "errorName" | "code">): string {
  if (code === "egress_blocked") return "egress";
  if (errorName === "TransientStepError" || errorName === "StepTimeoutError") return "transient";
  if (errorName === "MappingError") return "mapping";
  if (errorName === "ContentStepError") return "content";
  return errorName === "SecurityViolationError" ? "security" : "permanent";
}

/** Why a step failed, and what to do about it. */
export function ErrorBox({ error }: { error: SandboxError }) {
  const { t } = useTranslation("sandbox");
  const { wouldRetry } = error;
  const hasDetails =
    typeof error.details === "object" && error.details !== null && Object.keys(error.details).length > 0;
  return (
    <Alert color="red" icon={<CircleAlert size={18} aria-hidden />} title={error.errorName} role="alert">
      <Stack gap="xs">
        <Text fz="sm" style={{ overflowWrap: "anywhere" }}>
          {error.message}
        </Text>
        <Text fz="xs">
          <Code>{error.code}</Code>
        </Text>
        <Text fz="sm">{t(`error.${adviceFor(error)}`)}</Text>
        {wouldRetry && (
          <Text fz="sm">
            {t("result.wouldRetry", { count: wouldRetry.count, seconds: wouldRetry.afterSeconds })}
          </Text>
        )}
        {hasDetails && (
          <JsonView value={error.details} height="auto" compact ariaLabel={t("result.details")} />
        )}
      </Stack>
    </Alert>
  );
}
