import { Alert, Group, Text } from "@mantine/core";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface BannerProps {
  icon: LucideIcon;
  /** A colour name of the theme. */
  color: string;
  text: ReactNode;
  /** What one can do about it: buttons. */
  children?: ReactNode;
}

/** A line between header and canvas: something to know about what is open, and what to do. */
export function Banner({ icon: Icon, color, text, children }: BannerProps) {
  return (
    <Alert
      color={color}
      radius={0}
      py={6}
      px="sm"
      icon={<Icon size={16} aria-hidden />}
      role="status"
      styles={{ wrapper: { alignItems: "center" } }}
    >
      <Group justify="space-between" gap="sm">
        <Text fz="sm">{text}</Text>
        <Group gap="xs">{children}</Group>
      </Group>
    </Alert>
  );
}
