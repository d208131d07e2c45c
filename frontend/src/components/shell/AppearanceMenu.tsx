import { Menu, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { Clock, Globe, Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useTimeZone } from "@/lib/timeZone";
import { IconButton } from "../IconButton";

const SCHEMES = [
  { value: "light", icon: Sun },
  { value: "dark", icon: Moon },
  { value: "auto", icon: Monitor },
] as const;

const ZONES = [
  { value: "local", icon: Clock },
  { value: "utc", icon: Globe },
] as const;

/** Light or dark, and in which zone times are shown. */
export function AppearanceMenu() {
  const { t } = useTranslation("shell");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme("light");
  const { zone, set } = useTimeZone();
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <IconButton icon={shown === "dark" ? Moon : Sun} label={t("scheme.title")} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("scheme.title")}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={choose(SCHEMES, setColorScheme)}>
          {SCHEMES.map(({ value, icon: Icon }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Icon size={15} aria-hidden />}>
              {t(`scheme.${value}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t("zone.title")}</Menu.Label>
        <Menu.RadioGroup value={zone} onChange={choose(ZONES, set)}>
          {ZONES.map(({ value, icon: Icon }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Icon size={15} aria-hidden />}>
              {t(`zone.${value}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Turns the text that a group of choices gives back into the choice it stands for. */
function choose<T extends string>(choices: readonly { value: T }[], act: (value: T) => void) {
  return (chosen: string) => {
    const found = choices.find(({ value }) => value === chosen);
    if (found) act(found.value);
  };
}
