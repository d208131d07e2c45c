import { Avatar, Menu, Text, UnstyledButton } from "@mantine/core";
import { BookOpen, Keyboard, LogOut } from "lucide-react";
import { useTranslation } from "react-i18next";
import { paths } from "@/lib/paths";
import { useSessionStore } from "@/lib/session";
import { useShell } from "./shellStore";
import { useSignOut } from "./useSignOut";

/** Who is signed in, as what, and the way out. */
export function UserMenu() {
  const { t } = useTranslation("shell");
  const session = useSessionStore((state) => state.session);
  const show = useShell((state) => state.show);
  const leave = useSignOut();
  const name = session?.user?.username ?? "";
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton aria-label={t("user", { name })} ml={4}>
          <Avatar size={30} radius="xl" color="brand" variant="filled" fz="sm" alt="">
            {name.slice(0, 1).toUpperCase()}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600} c="var(--mantine-color-text)" truncate>
            {name}
          </Text>
          {session?.role && session.workspace && (
            <Text fz="xs">{t("role", { role: session.role, workspace: session.workspace.name })}</Text>
          )}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<Keyboard size={15} aria-hidden />} onClick={() => show("help", true)}>
          {t("shortcuts")}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={paths.apiDocs()}
          target="_blank"
          rel="noreferrer"
          leftSection={<BookOpen size={15} aria-hidden />}
        >
          {t("apiDocs")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={15} aria-hidden />} onClick={() => void leave()}>
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
