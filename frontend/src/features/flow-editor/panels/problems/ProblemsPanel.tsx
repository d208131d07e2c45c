import { Stack, Text } from "@mantine/core";
import { CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { useProblems } from "../problemsStore";
import { ProblemGroup } from "./ProblemGroup";

/** What is wrong with the flow as it stands, errors first; each leads to its field. */
export function ProblemsPanel() {
  const { t } = useTranslation("flow-editor");
  const all = useProblems((state) => state.all);
  const freshness = useProblems((state) => state.state);
  const errors = all.filter((problem) => problem.severity === "error");
  const warnings = all.filter((problem) => problem.severity !== "error");
  if (all.length === 0 && freshness === "checking") return <ListSkeleton rows={4} height={56} />;
  return (
    <Stack gap="md" aria-busy={freshness === "checking"}>
      {freshness === "stale" && (
        <Text fz="sm" c="var(--allma-wait)" role="status">
          {t("problems.stale")}
        </Text>
      )}
      {all.length === 0 && freshness !== "stale" && (
        <EmptyState icon={CircleCheck} title={t("problems.none")} description={t("problems.noneText")} />
      )}
      <ProblemGroup title={t("problems.errors", { count: errors.length })} problems={errors} />
      <ProblemGroup title={t("problems.warnings", { count: warnings.length })} problems={warnings} />
    </Stack>
  );
}
