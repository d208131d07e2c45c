import { Button, Stack, Text } from "@mantine/core";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SandboxStepAnswer } from "@/api/sandbox/runStep";
import { preview } from "@/lib/expressions/preview";
import { isObject } from "@/lib/expressions/types";
import { useEditor } from "../../store";
import styles from "../Sandbox.module.css";

/** Where the flow would go from here, and what its condition read. */
export function NextView({ transition }: { transition: SandboxStepAnswer["transition"] }) {
  const { t } = useTranslation("sandbox");
  const target = transition?.nextStepInstanceId ?? null;
  const name = useEditor((state) => (target ? state.document.steps[target]?.displayName || target : ""));
  const openStep = useEditor((state) => state.openStep);
  if (!transition) return <Text fz="sm">{t("next.none")}</Text>;
  const operands = transition.operands.filter(isObject);
  return (
    <Stack gap="sm">
      <Text fz="sm">{t(`next.kind.${transition.kind}`)}</Text>
      {transition.condition && <Text className={styles.box}>{transition.condition}</Text>}
      {target && (
        <Button
          variant="light"
          size="xs"
          leftSection={<ArrowRight size={14} aria-hidden />}
          onClick={() => openStep(target)}
          style={{ alignSelf: "start" }}
        >
          {t("next.to", { name })}
        </Button>
      )}
      {operands.length > 0 && (
        <div>
          <Text className={styles.caption}>{t("next.operands")}</Text>
          <ul className={styles.rows}>
            {operands.map((operand) => (
              <li key={String(operand.expression)} className={styles.row}>
                <Text className={styles.code} fw={500}>
                  {String(operand.expression)}
                </Text>
                <Text className={styles.code} c="dimmed">
                  {operand.missing ? t("next.missing") : preview(operand.value)}
                </Text>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Stack>
  );
}
