import { Button, Menu, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Building2, Check, ChevronsUpDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "@/api/auth/session";
import { currentWorkspace, setWorkspace } from "@/api/client";
import { paths } from "@/lib/paths";
import { rememberedWorkspace, rememberWorkspace, useSession, useSessionStore } from "@/lib/session";
import { notifyError, notifySuccess } from "../notify";
import classes from "./WorkspaceSwitcher.module.css";

/** The workspace one is in; a menu where one belongs to several. */
export function WorkspaceSwitcher() {
  const { t } = useTranslation("shell");
  const { workspaces, workspace } = useSession();
  const enter = useEnterWorkspace();
  if (workspaces.length < 2) return null;
  return (
    <Menu position="bottom-start" width={230}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="sm"
          px="xs"
          className={classes.button}
          aria-label={`${t("workspace")}: ${workspace?.name ?? ""}`}
          leftSection={<Building2 size={15} aria-hidden />}
          rightSection={<ChevronsUpDown size={14} aria-hidden />}
        >
          <Text inherit truncate>
            {workspace?.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("workspace")}</Menu.Label>
        {workspaces.map((one) => (
          <Menu.Item
            key={one.id}
            rightSection={one.id === workspace?.id ? <Check size={14} aria-hidden /> : null}
            onClick={() => void enter(one.slug, one.name)}
          >
            {one.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function useEnterWorkspace(): (slug: string, name: string) => Promise<void> {
  const { t } = useTranslation("shell");
  const queryClient = useQueryClient();
  const router = useRouter();
  return async (slug, name) => {
    const before = { slug: currentWorkspace(), remembered: rememberedWorkspace() };
    // First: what the page saves when one leaves it belongs to the workspace that it is of.
    await router.navigate({ to: paths.home() });
    if (router.state.location.pathname !== paths.home()) return; // one has chosen to stay
    try {
      rememberWorkspace(slug);
      const session = await queryClient.fetchQuery({ ...sessionQuery(), staleTime: 0 });
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
      useSessionStore.getState().set(session);
      notifySuccess(t("switchTo", { name }));
    } catch (error) {
      if (before.remembered) rememberWorkspace(before.remembered);
      setWorkspace(before.slug);
      notifyError(error);
    }
  };
}
