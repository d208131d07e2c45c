import { UnstyledButton } from "@mantine/core";
import { Check, CircleAlert, CircleSlash, CornerDownRight, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { preview } from "@/lib/expressions/preview";
import { typeWord } from "@/lib/expressions/shape";
import { type Evaluation, isObject, type Json } from "@/lib/expressions/types";
import styles from "./Expression.module.css";
import "./texts";

interface ResultProps {
  evaluation: Evaluation | null;
  /** The truth of a condition is shown as True or False. */
  condition?: boolean;
  /** Puts the name that was perhaps meant in the place of the one that is not there. */
  onUse?: (segment: string, name: string) => void;
}

/** What an expression gives on the sample, or why it gives nothing, in a line. Screen readers hear it when it changes. */
export function Result({ evaluation, condition = false, onUse }: ResultProps) {
  return (
    <div aria-live="polite">
      {evaluation && <Line evaluation={evaluation} condition={condition} {...(onUse && { onUse })} />}
    </div>
  );
}

function Line({ evaluation, condition, onUse }: Required<Pick<ResultProps, "condition">> & ResultProps) {
  const { t } = useTranslation("expression");
  if (!evaluation || evaluation.outcome === "unsure") return null;
  if (evaluation.outcome === "timeout")
    return (
      <div className={styles.result} data-tone="empty">
        {t("result.timeout")}
      </div>
    );
  if (evaluation.outcome === "error")
    return (
      <div className={styles.result} data-tone="error">
        <CircleAlert size={14} aria-hidden />
        <span>{[evaluation.message, evaluation.hint].filter(Boolean).join(" ")}</span>
      </div>
    );
  if (evaluation.outcome === "value")
    return condition ? <Truth value={evaluation.value === true} /> : <Value value={evaluation.value} />;
  const { reason, segment, nearest } = evaluation.empty;
  return (
    <div className={styles.result} data-tone="empty">
      <CircleSlash size={14} aria-hidden />
      <span>
        {reason}{" "}
        {onUse && nearest !== null && typeof segment === "string" && (
          <UnstyledButton fz="inherit" fw={600} td="underline" onClick={() => onUse(segment, nearest)}>
            {t("result.use", { name: nearest })}
          </UnstyledButton>
        )}
      </span>
    </div>
  );
}

function Truth({ value }: { value: boolean }) {
  const { t } = useTranslation("expression");
  const Icon = value ? Check : X;
  return (
    <div className={styles.result}>
      <Icon
        size={14}
        aria-hidden
        color={value ? "var(--mantine-color-teal-6)" : "var(--mantine-color-dimmed)"}
      />
      <code>{value ? t("result.isTrue") : t("result.isFalse")}</code>
    </div>
  );
}

function Value({ value }: { value: Json }) {
  const { t } = useTranslation("expression");
  const count = Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
  return (
    <div className={styles.result}>
      <CornerDownRight size={14} aria-label={t("result.is")} role="img" />
      <code>{preview(value)}</code>
      <span>{t(`result.type.${typeWord(value)}`, { count })}</span>
    </div>
  );
}
