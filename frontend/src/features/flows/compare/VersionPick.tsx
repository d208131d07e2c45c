import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { rowsOf } from "@/api/pages";
import { listVersionsQuery } from "@/api/versions/listVersions";

interface VersionPickProps {
  flowId: string;
  value: number;
  label: string;
  onChange: (number: number) => void;
}

/** Chooses one version of a flow. */
export function VersionPick({ flowId, value, label, onChange }: VersionPickProps) {
  const { t } = useTranslation("flows");
  const versions = useInfiniteQuery(listVersionsQuery(flowId));
  return (
    <Select
      aria-label={label}
      w={165}
      data={rowsOf(versions.data).map((one) => ({
        value: String(one.number),
        label: t("run.versionLabel", { number: one.number, status: t(`versions.state.${one.status}`) }),
      }))}
      value={String(value)}
      onChange={(next) => next && onChange(Number(next))}
      allowDeselect={false}
    />
  );
}
