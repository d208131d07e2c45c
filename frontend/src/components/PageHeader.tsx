import { Box, Breadcrumbs, Group, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { takePageFocus } from "@/lib/pageFocus";
import { AppLink } from "./AppLink";
import classes from "./PageHeader.module.css";

interface PageHeaderProps {
  /** The page's heading and the title of the tab. */
  title: string;
  /** Shown instead of the title's text, such as a field to rename it. */
  heading?: ReactNode;
  subtitle?: ReactNode;
  breadcrumbs?: { label: string; to: string }[];
  actions?: ReactNode;
}

/** The head of a page: where one is, what it is, and what one can do. */
export function PageHeader({ title, heading, subtitle, breadcrumbs = [], actions }: PageHeaderProps) {
  const head = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${title} · Allma`;
  }, [title]);
  useEffect(() => {
    if (takePageFocus()) head.current?.querySelector("h1")?.focus({ preventScroll: true });
  }, []);
  return (
    <Box component="header" mb="lg" ref={head}>
      {breadcrumbs.length > 0 && (
        <Breadcrumbs mb={4} separatorMargin={6} className={classes.crumbs} aria-label={title}>
          {breadcrumbs.map((crumb) => (
            <AppLink key={crumb.to} to={crumb.to} fz="sm" c="dimmed">
              {crumb.label}
            </AppLink>
          ))}
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box className={classes.text}>
          {heading ?? (
            <Title order={1} tabIndex={-1} className={classes.title}>
              {title}
            </Title>
          )}
          {subtitle && (
            <Text c="dimmed" component="div" mt={2}>
              {subtitle}
            </Text>
          )}
        </Box>
        {actions && (
          <Group gap="xs" className={classes.actions}>
            {actions}
          </Group>
        )}
      </Group>
    </Box>
  );
}
