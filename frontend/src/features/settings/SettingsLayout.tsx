import { Tabs } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { KeyRound, ScrollText, ShieldAlert, Users } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import "./texts";

type Section = "members" | "apiKeys" | "audit";

const SECTIONS = [
  { id: "members", to: paths.members(), icon: Users, adminOnly: false },
  { id: "apiKeys", to: paths.apiKeys(), icon: KeyRound, adminOnly: true },
  { id: "audit", to: paths.audit(), icon: ScrollText, adminOnly: true },
] as const;

interface SettingsLayoutProps {
  section: Section;
  title: string;
  subtitle: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page of the settings: the sections one may see, and its content. */
export function SettingsLayout({ section, title, subtitle, actions, children }: SettingsLayoutProps) {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  const administers = usePermission("administer");
  const shown = SECTIONS.filter((one) => administers || !one.adminOnly);
  const hidden = !shown.some((one) => one.id === section);
  return (
    <>
      <PageHeader title={title} subtitle={subtitle} actions={hidden ? undefined : actions} />
      <Tabs
        value={section}
        onChange={(id) => {
          const to = SECTIONS.find((one) => one.id === id)?.to;
          if (to) void navigate({ to });
        }}
        keepMounted={false}
      >
        <Tabs.List mb="lg" aria-label={t("title")}>
          {shown.map(({ id, icon: Icon }) => (
            <Tabs.Tab key={id} value={id} leftSection={<Icon size={15} aria-hidden />}>
              {t(`nav.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {hidden ? (
          <EmptyState icon={ShieldAlert} title={t("forbidden")} description={t("forbiddenText")} />
        ) : (
          <Tabs.Panel value={section}>{children}</Tabs.Panel>
        )}
      </Tabs>
    </>
  );
}
