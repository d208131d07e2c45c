import { Group } from "@mantine/core";
import { CircleQuestionMark, Menu as MenuIcon, Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { plugins } from "@/plugins/registry";
import { IconButton } from "../IconButton";
import { Kbd } from "../Kbd";
import { AppearanceMenu } from "./AppearanceMenu";
import classes from "./Header.module.css";
import { useShell } from "./shellStore";
import { UserMenu } from "./UserMenu";
import { WorkspaceSwitcher } from "./WorkspaceSwitcher";

/** The bar above the page. On a phone it opens the navigation, and the search is an icon. */
export function Header({ phone }: { phone: boolean }) {
  const { t } = useTranslation("shell");
  const show = useShell((state) => state.show);
  return (
    <header className={classes.header}>
      <Group gap="xs" wrap="nowrap" className={classes.left}>
        {phone && <IconButton icon={MenuIcon} label={t("openNav")} onClick={() => show("drawer", true)} />}
        <WorkspaceSwitcher />
        {phone ? (
          <IconButton icon={Search} label={t("searchShort")} onClick={() => show("palette", true)} />
        ) : (
          <button type="button" className={classes.search} onClick={() => show("palette", true)}>
            <Search size={15} aria-hidden />
            <span>{t("search")}</span>
            <Kbd keys="Mod+K" />
          </button>
        )}
      </Group>
      <Group gap={4} wrap="nowrap">
        {plugins().map(({ id, header: Widget }) => Widget && <Widget key={id} />)}
        {!phone && (
          <IconButton
            icon={CircleQuestionMark}
            label={t("shortcuts")}
            shortcut="?"
            onClick={() => show("help", true)}
          />
        )}
        <AppearanceMenu />
        <UserMenu />
      </Group>
    </header>
  );
}
