import { Alert, Button, Code, Group, Stack, Text } from "@mantine/core";
import { CircleAlert, RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/problem";
import "./texts";

/** What went wrong, in the server's words, with the request's id for the one who looks into it. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation("common");
  const problem = error instanceof ApiError ? error.problem : null;
  const detail = problem ? problem.detail : error instanceof Error ? error.message : t("error.unknown");
  return (
    <Alert
      color="red"
      icon={<CircleAlert size={18} aria-hidden />}
      title={problem?.title ?? t("error.title")}
      role="alert"
    >
      <Stack gap="sm">
        {detail && <Text>{detail}</Text>}
        {problem?.errors?.map((one) => (
          <Text key={`${one.path}${one.message}`} fz="sm">
            <Code>{one.path}</Code> {one.message}
          </Text>
        ))}
        <Group gap="sm">
          {onRetry && (
            <Button
              size="xs"
              variant="default"
              leftSection={<RotateCw size={14} aria-hidden />}
              onClick={onRetry}
            >
              {t("error.retry")}
            </Button>
          )}
          {problem?.requestId && (
            <Text fz="xs" c="dimmed" ff="monospace">
              {t("error.request", { id: problem.requestId })}
            </Text>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
