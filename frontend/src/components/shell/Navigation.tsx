import { Stack, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { paths } from "@/lib/paths";
import { useSessionStore } from "@/lib/session";
import { navItems } from "@/plugins/registry";
import type { NavItem } from "@/plugins/types";
import { IconButton } from "../IconButton";
import { activeItem } from "./activeItem";
import { Logo } from "./Logo";
import classes from "./Navigation.module.css";
import { type Layout, useShell } from "./shellStore";

interface NavigationProps {
  /** Icons only. Not given: the list stands in a drawer and cannot be collapsed. */
  collapsed?: boolean;
  /** Of which kind of page it is collapsed. */
  layout?: Layout;
  onNavigate?: () => void;
}

/** The pages a person may open, by section. */
export function Navigation({ collapsed, layout = "page", onNavigate }: NavigationProps) {
  const { t } = useTranslation("shell");
  const permissions = useSessionStore((state) => state.session?.permissions);
  const toggle = useShell((state) => state.toggleCollapsed);
  const items = navItems().filter((item) => !item.permission || permissions?.includes(item.permission));
  const active = activeItem(items, useLocation().pathname);
  const section = (name: "main" | "settings") => (
    <Stack component="ul" gap={2} className={classes.list}>
      {items
        .filter((item) => (item.section ?? "main") === name)
        .map((item) => (
          <li key={item.id}>
            <NavEntry item={item} active={item === active} collapsed={collapsed} onClick={onNavigate} />
          </li>
        ))}
    </Stack>
  );
  return (
    <nav className={classes.nav} aria-label={t("nav")} data-collapsed={collapsed || undefined}>
      {collapsed !== undefined && (
        <Link to={paths.home()} className={classes.brand} aria-label="Allma">
          <Logo />
          {!collapsed && <span>Allma</span>}
        </Link>
      )}
      {section("main")}
      {items.some((item) => item.section === "settings") && (
        <>
          {!collapsed && (
            <Text className={classes.section} c="dimmed">
              {t("settings")}
            </Text>
          )}
          {collapsed && <hr className={classes.line} />}
          {section("settings")}
        </>
      )}
      {collapsed !== undefined && (
        <div className={classes.foot}>
          <IconButton
            icon={collapsed ? PanelLeftOpen : PanelLeftClose}
            label={collapsed ? t("expand") : t("collapse")}
            aria-expanded={!collapsed}
            onClick={() => toggle(layout)}
          />
        </div>
      )}
    </nav>
  );
}

interface NavEntryProps {
  item: NavItem;
  active: boolean;
  collapsed?: boolean;
  onClick?: () => void;
}

function NavEntry({ item, active, collapsed, onClick }: NavEntryProps) {
  const Icon = item.icon;
  const Mark = item.badge;
  const inside = (
    <>
      <Icon size={18} aria-hidden />
      {collapsed ? (
        <VisuallyHidden>{item.label}</VisuallyHidden>
      ) : (
        <span className={classes.label}>{item.label}</span>
      )}
      {Mark && (
        <span className={classes.badge}>
          <Mark />
        </span>
      )}
    </>
  );
  const common = {
    className: classes.link,
    "aria-current": active ? ("page" as const) : undefined,
    onClick,
  };
  return (
    <Tooltip label={item.label} position="right" disabled={!collapsed}>
      {item.to.startsWith("/api/") ? (
        <a href={item.to} target="_blank" rel="noreferrer" {...common}>
          {inside}
        </a>
      ) : (
        <Link to={item.to} {...common}>
          {inside}
        </Link>
      )}
    </Tooltip>
  );
}
