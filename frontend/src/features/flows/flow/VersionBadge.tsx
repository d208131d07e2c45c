import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";

const COLORS: Record<Schemas["VersionStatus"], string> = {
  draft: "var(--allma-run)",
  published: "var(--allma-ok)",
  superseded: "var(--allma-skip)",
};

/** Whether a version is a draft, the live one or an earlier one. */
export function VersionBadge({ status }: { status: Schemas["VersionStatus"] }) {
  const { t } = useTranslation("flows");
  const color = COLORS[status];
  return (
    <Badge
      radius="sm"
      style={{
        "--badge-color": color,
        "--badge-bg": `color-mix(in srgb, ${color} 12%, transparent)`,
        flexShrink: 0,
      }}
    >
      {t(`versions.state.${status}`)}
    </Badge>
  );
}
