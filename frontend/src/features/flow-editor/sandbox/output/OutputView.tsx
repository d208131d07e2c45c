import { Alert, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SandboxStepAnswer } from "@/api/sandbox/runStep";
import { JsonView } from "@/components/data-view";
import styles from "../Sandbox.module.css";
import { ErrorBox } from "./ErrorBox";
import { ExchangeView } from "./ExchangeView";

/** What the step gave: its output, its error, what it waits for, or what it would send. */
export function OutputView({ answer }: { answer: SandboxStepAnswer }) {
  const { t } = useTranslation("sandbox");
  const { status, output, error, metadata } = answer;
  const isDry = status === "DRY_RUN";
  return (
    <Stack gap="sm" className={styles.fill}>
      {error && <ErrorBox error={error} />}
      {isDry && (
        <>
          <Alert color="blue" py="xs">
            {t("result.dryAbout")}
          </Alert>
          <ExchangeView metadata={metadata} />
        </>
      )}
      {status === "WAITING" && <Waiting metadata={metadata} />}
      {output !== null && output !== undefined && (!isDry || !isHollow(output)) ? (
        <div className={styles.fill}>
          <JsonView value={output} height="100%" ariaLabel={t("result.outputOf")} />
        </div>
      ) : (
        !error &&
        !isDry &&
        status !== "WAITING" && (
          <Text fz="sm" c="dimmed">
            {t("result.noOutput")}
          </Text>
        )
      )}
    </Stack>
  );
}

function isHollow(output: unknown): boolean {
  return typeof output === "object" && output !== null && Object.keys(output).length === 0;
}

function Waiting({ metadata }: { metadata: SandboxStepAnswer["metadata"] }) {
  const { t } = useTranslation("sandbox");
  const key = metadata.correlationKey;
  return (
    <Alert color="yellow" py="xs">
      {typeof key === "string" ? (
        <>
          {t("result.waiting")} <Text className={styles.code}>{key}</Text>
        </>
      ) : (
        t("result.pollAgain")
      )}
    </Alert>
  );
}
