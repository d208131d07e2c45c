import { Input, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail } from "@/api/executions/types";
import { flowByIdQuery } from "@/api/flows/flowById";

/** Which definition a run is repeated with. */
export const REDRIVE_VERSIONS = ["original", "published", "draft"] as const;
export type RedriveVersion = (typeof REDRIVE_VERSIONS)[number];

interface VersionChoiceProps {
  run: ExecutionDetail;
  value: RedriveVersion;
  onChange: (version: RedriveVersion) => void;
}

/** As it ran, the published version, or the draft. */
export function VersionChoice({ run, value, onChange }: VersionChoiceProps) {
  const { t } = useTranslation("redrive");
  const flow = useQuery(flowByIdQuery(run.flowId));
  const live = flow.data?.publishedVersion ?? null;
  const labels: Record<RedriveVersion, string> = {
    original: t("version.original", { number: run.flowVersion }),
    published: live === null ? t("version.unpublished") : t("version.published", { number: live }),
    draft: t("version.draft"),
  };
  const hints = {
    original: t("version.hintOriginal"),
    published: live === null && flow.data ? t("version.notPublished") : t("version.hintPublished"),
    draft: t("version.hintDraft"),
  };
  return (
    <Input.Wrapper label={t("version.label")} labelElement="div" description={hints[value]}>
      <SegmentedControl
        mt={4}
        size="xs"
        aria-label={t("version.label")}
        value={value}
        onChange={(next) => onChange(REDRIVE_VERSIONS.find((one) => one === next) ?? "original")}
        data={REDRIVE_VERSIONS.map((one) => ({
          value: one,
          label: labels[one],
          disabled: one === "published" && flow.data !== undefined && live === null,
        }))}
      />
    </Input.Wrapper>
  );
}
