import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { KeySquare, Plug } from "lucide-react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { ConnectionList } from "./ConnectionList";
import { CredentialList } from "./CredentialList";
import { parseConnectionsSearch } from "./search";
import "./texts";

/** Connections and, for editors, the credentials behind them. */
export function ConnectionsPage() {
  const { t } = useTranslation("connections");
  const navigate = useNavigate();
  const edits = usePermission("edit");
  const wanted = parseConnectionsSearch(useSearch({ strict: false })).tab;
  const tab = edits ? wanted : "connections";
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} />
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ to: paths.connections(), search: { tab: next } })}
        keepMounted={false}
      >
        {edits && (
          <Tabs.List mb="lg" aria-label={t("tabs.label")}>
            <Tabs.Tab value="connections" leftSection={<Plug size={15} aria-hidden />}>
              {t("tabs.connections")}
            </Tabs.Tab>
            <Tabs.Tab value="credentials" leftSection={<KeySquare size={15} aria-hidden />}>
              {t("tabs.credentials")}
            </Tabs.Tab>
          </Tabs.List>
        )}
        {tab === "connections" ? <ConnectionList /> : <CredentialList />}
      </Tabs>
    </>
  );
}
