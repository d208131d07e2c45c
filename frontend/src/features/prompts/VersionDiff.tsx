import { Paper, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { diffPromptsQuery } from "@/api/prompts/diffPrompts";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import classes from "./VersionDiff.module.css";

const MARKS: Record<string, string> = { added: "+ ", removed: "− " };

/** How the text of one version became that of another, line by line. */
export function VersionDiff({ promptId, from, to }: { promptId: string; from: number; to: number }) {
  const { t } = useTranslation("prompts");
  const [older, newer] = from < to ? [from, to] : [to, from];
  const diff = useQuery(diffPromptsQuery(promptId, older, newer));
  if (diff.isPending) return <ListSkeleton rows={4} height={20} />;
  if (diff.error) return <ErrorState error={diff.error} onRetry={() => void diff.refetch()} />;
  const changes = diff.data.content;
  const lines = changes.flatMap(({ kind, lines: texts }, part) =>
    texts.map((text, row) => ({ kind, text, key: `${part}.${row}` })),
  );
  const differs = changes.some(({ kind }) => kind in MARKS);
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="sm">
        {t("diff", { from: older, to: newer })}
      </Title>
      {differs ? (
        <pre className={classes.text}>
          {lines.map(({ kind, text, key }) => (
            <span key={key} className={`${classes.line} ${classes[kind] ?? ""}`}>
              {MARKS[kind] ?? "  "}
              {text}
            </span>
          ))}
        </pre>
      ) : (
        <Text c="dimmed">{t("same")}</Text>
      )}
    </Paper>
  );
}
