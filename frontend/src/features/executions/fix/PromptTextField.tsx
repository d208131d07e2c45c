import { Input, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { promptByIdQuery } from "@/api/prompts/promptById";
import { promptTextQuery } from "@/api/prompts/promptText";
import { CodeEditor } from "@/components/CodeEditor";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import type { StepInstance } from "@/lib/definition/types";
import { usePermission } from "@/lib/session";
import type { Fix } from "./useFix";

interface PromptTextFieldProps {
  fix: Fix;
  step: StepInstance;
  promptId: string;
}

/** The text of the prompt that a step uses; it is saved as the prompt's next version. */
export function PromptTextField({ fix, step, promptId }: PromptTextFieldProps) {
  const { t } = useTranslation("fix");
  const prompt = useQuery(promptByIdQuery(promptId));
  const pinned = typeof step.promptVersion === "number" ? step.promptVersion : null;
  const number = pinned ?? prompt.data?.publishedVersion ?? 0;
  const text = useQuery({ ...promptTextQuery(promptId, number), enabled: number > 0 });
  const mayEdit = usePermission("edit");
  const edited = fix.edits.prompts[promptId];
  const error = prompt.error ?? text.error;
  if (error) return <ErrorState error={error} />;
  if (prompt.data && number === 0) return <Text fz="sm">{t("field.templateNone")}</Text>;
  if (!text.data) return <ListSkeleton rows={3} />;
  const stored = text.data.content;
  const label = t("field.template", { number });
  return (
    <Stack gap={4}>
      <Input.Label component="div">{label}</Input.Label>
      <CodeEditor
        language="liquid"
        value={edited?.text ?? stored}
        onChange={(next) => fix.setPrompt(promptId, next === stored ? null : { number, text: next })}
        readOnly={!mayEdit}
        height={180}
        ariaLabel={label}
      />
      {edited && edited.number !== number && (
        <Text fz="xs" c="var(--allma-wait)">
          {t("field.templateNewer", { edited: edited.number, number })}
        </Text>
      )}
      <Text fz="xs" c="dimmed">
        {t("field.templateHint")}
      </Text>
    </Stack>
  );
}
