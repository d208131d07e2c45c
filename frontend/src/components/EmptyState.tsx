import { Center, Stack, Text, ThemeIcon } from "@mantine/core";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  description?: ReactNode;
  /** What to do next: usually a button. */
  action?: ReactNode;
}

/** What a list shows when it has nothing, and what to do about it. */
export function EmptyState({ icon: Icon, title, description, action }: EmptyStateProps) {
  return (
    <Center py="xl" px="md">
      <Stack align="center" gap="sm" maw={440}>
        <ThemeIcon variant="light" size={48} radius={24}>
          <Icon size={24} aria-hidden />
        </ThemeIcon>
        <Text fw={600} fz="lg" ta="center">
          {title}
        </Text>
        {description && (
          <Text c="dimmed" ta="center" component="div">
            {description}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}
