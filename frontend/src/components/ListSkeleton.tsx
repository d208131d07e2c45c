import { Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import "./texts";

/** Rows in gray while a list loads. `height` in pixels. */
export function ListSkeleton({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  const { t } = useTranslation("common");
  return (
    <Stack gap="xs" role="status" aria-label={t("loading")} aria-busy>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <Skeleton key={row} height={height} />
      ))}
    </Stack>
  );
}
