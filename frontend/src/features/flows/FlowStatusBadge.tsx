import { Badge } from "@mantine/core";
import { Archive, CircleCheck, type LucideIcon, PencilLine } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Flow, type FlowStatus, flowStatus } from "./flowStatus";

const LOOKS: Record<FlowStatus, { icon: LucideIcon; color: string }> = {
  draft: { icon: PencilLine, color: "var(--allma-skip)" },
  published: { icon: CircleCheck, color: "var(--allma-ok)" },
  archived: { icon: Archive, color: "var(--allma-wait)" },
};

/** Whether a flow is a draft, live (and with which version) or archived. */
export function FlowStatusBadge({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  const status = flowStatus(flow);
  const { icon: Icon, color } = LOOKS[status];
  return (
    <Badge
      radius="sm"
      leftSection={<Icon size={12} aria-hidden />}
      style={{
        "--badge-color": color,
        "--badge-bg": `color-mix(in srgb, ${color} 12%, transparent)`,
        flexShrink: 0,
        maxWidth: "max-content",
        overflow: "visible",
      }}
    >
      {status === "published"
        ? t("status.publishedVersion", { number: flow.publishedVersion })
        : t(`status.${status}`)}
    </Badge>
  );
}
