import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { flowByIdQuery } from "@/api/flows/flowById";
import { versionQuery } from "@/api/versions/readVersion";

interface OntoNoteProps {
  flowId: string;
  /** The version that was edited. */
  version: number;
}

/** Says where the edits go when that is not simply the version that was edited. */
export function OntoNote({ flowId, version }: OntoNoteProps) {
  const { t } = useTranslation("fix");
  const { data: flow } = useQuery({ ...flowByIdQuery(flowId), staleTime: 0 });
  const latest = useQuery({
    ...versionQuery(flowId, flow?.latestVersion ?? 0),
    enabled: flow !== undefined,
  });
  if (!flow || !latest.data) return null;
  const live = flow.publishedVersion;
  const isDraft = latest.data.status === "draft";
  if (!isDraft && (live === null || live === version)) return null;
  const text = isDraft
    ? t("dialog.ontoDraft", { number: latest.data.number })
    : t("dialog.ontoLive", { live, version });
  return (
    <Text fz="sm" c="var(--allma-wait)">
      {text}
    </Text>
  );
}
