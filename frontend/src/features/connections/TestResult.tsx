import { Group, Text } from "@mantine/core";
import { CircleCheck, CircleX } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";

/** What trying a connection gave. */
export function TestResult({ name, result }: { name: string; result: Schemas["ConnectionTestResult"] }) {
  const { t } = useTranslation("connections");
  const Icon = result.ok ? CircleCheck : CircleX;
  return (
    <Group gap={6} mt={2} wrap="nowrap" role="status" c={result.ok ? "var(--allma-ok)" : "var(--allma-fail)"}>
      <Icon size={14} aria-hidden style={{ flex: "none" }} />
      <Text fz="xs">
        {result.ok ? t("connection.testOk", { name }) : t("connection.testFailed", { name })}
        {result.status !== null && ` · HTTP ${result.status}`} ·{" "}
        {t("connection.latency", { ms: result.latencyMs })}
        {!result.ok && ` · ${result.message}`}
      </Text>
    </Group>
  );
}
