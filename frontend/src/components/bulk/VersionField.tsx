import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { BulkRequest } from "@/api/bulk/types";
import { rowsOf } from "@/api/pages";
import { listVersionsQuery } from "@/api/versions/listVersions";
import "./texts";

export type BulkVersion = NonNullable<BulkRequest["version"]>;
const NAMED = ["original", "published", "draft"] as const;

interface VersionFieldProps {
  value: BulkVersion;
  onChange: (version: BulkVersion) => void;
  /** The flow that all runs are of: its versions can be chosen by their numbers. */
  flow?: string;
}

/** Which definition runs are repeated with. */
export function VersionField({ value, onChange, flow }: VersionFieldProps) {
  const { t } = useTranslation("bulk");
  const versions = useInfiniteQuery({ ...listVersionsQuery(flow ?? ""), enabled: flow !== undefined });
  const numbered = rowsOf(versions.data).map(({ number, status, changeNote }) => ({
    value: String(number),
    label: [t("version.number", { number }), t(`version.is.${status}`), changeNote]
      .filter(Boolean)
      .join(" · "),
  }));
  const named = NAMED.map((name) => ({ value: String(name), label: t(`version.${name}`) }));
  return (
    <Select
      label={t("version.label")}
      data={
        numbered.length > 0
          ? [
              { group: t("version.named"), items: named },
              { group: t("version.numbered"), items: numbered },
            ]
          : named
      }
      value={String(value)}
      allowDeselect={false}
      maxDropdownHeight={260}
      scrollAreaProps={{
        onBottomReached: () => {
          if (versions.hasNextPage && !versions.isFetching) void versions.fetchNextPage();
        },
      }}
      onChange={(chosen) => onChange(NAMED.find((name) => name === chosen) ?? Number(chosen))}
    />
  );
}
