import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import "./texts";
import classes from "./StatusBadge.module.css";
import { statusLook } from "./statusColors";

/** An execution's or a step's status, told by word, colour and icon. */
export function StatusBadge({ status, size = "md" }: { status: string; size?: "sm" | "md" | "lg" }) {
  const { t } = useTranslation("common");
  const look = statusLook(status);
  const Icon = look.icon;
  return (
    <Badge
      className={classes.badge}
      data-status={status}
      size={size}
      radius="sm"
      leftSection={<Icon size={12} aria-hidden className={look.moving ? classes.moving : undefined} />}
      style={{
        "--badge-color": look.color,
        "--badge-bg": `color-mix(in srgb, ${look.color} 12%, transparent)`,
      }}
    >
      {t(`status.${status}`, { defaultValue: status })}
    </Badge>
  );
}
