import { Box, Group, Text } from "@mantine/core";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./Banner.module.css";

interface BannerProps {
  icon: LucideIcon;
  /** How much it matters. */
  tone: "info" | "warning" | "danger";
  text: ReactNode;
  /** What one can do about it: buttons. */
  children?: ReactNode;
}

/** A line between header and canvas: something to know about what is open, and what to do. */
export function Banner({ icon: Icon, tone, text, children }: BannerProps) {
  return (
    <Box className={classes.banner} data-tone={tone} role="status">
      <Icon size={16} className={classes.icon} aria-hidden />
      <Text fz="sm" component="div" className={classes.text}>
        {text}
      </Text>
      <Group gap={6}>{children}</Group>
    </Box>
  );
}
