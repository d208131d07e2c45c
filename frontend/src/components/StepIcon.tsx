import { ThemeIcon } from "@mantine/core";
import {
  Box,
  Braces,
  CalendarClock,
  CircleDot,
  Combine,
  FingerprintPattern,
  Flag,
  Globe,
  Hourglass,
  Layers,
  ListOrdered,
  type LucideIcon,
  Play,
  RefreshCw,
  Sigma,
  Sparkles,
  Split,
  Workflow,
} from "lucide-react";

const ICONS: Record<string, LucideIcon> = {
  braces: Braces,
  "calendar-clock": CalendarClock,
  "circle-dot": CircleDot,
  combine: Combine,
  fingerprint: FingerprintPattern,
  flag: Flag,
  globe: Globe,
  hourglass: Hourglass,
  layers: Layers,
  "list-ordered": ListOrdered,
  play: Play,
  "refresh-cw": RefreshCw,
  sigma: Sigma,
  sparkles: Sparkles,
  split: Split,
  workflow: Workflow,
};

const CATEGORIES: Record<string, string> = {
  AI: "var(--allma-category-ai)",
  Calls: "var(--allma-category-calls)",
  Control: "var(--allma-category-control)",
  Data: "var(--allma-category-data)",
};

/** The icon of a palette entry by the server's name for it; a box for one that is not known. */
export function stepIcon(name: string | undefined): LucideIcon {
  return ICONS[name ?? ""] ?? Box;
}

/** The CSS colour of a category of step types. */
export function categoryColor(category: string | undefined): string {
  return CATEGORIES[category ?? ""] ?? "var(--allma-category-control)";
}

/** A step type's icon on its category's tint. `size` is the side of the tile in pixels. */
export function StepIcon({ name, category, size = 28 }: { name?: string; category?: string; size?: number }) {
  const Icon = stepIcon(name);
  const color = categoryColor(category);
  return (
    <ThemeIcon
      size={size}
      radius="sm"
      aria-hidden
      style={{
        "--ti-bg": `color-mix(in srgb, ${color} 13%, transparent)`,
        "--ti-color": color,
        "--ti-bd": "none",
      }}
    >
      <Icon size={Math.round(size * 0.57)} />
    </ThemeIcon>
  );
}
