import { Menu, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { Check, Clock, Globe, type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
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
        {SCHEMES.map(({ value, icon }) => (
          <Choice
            key={value}
            icon={icon}
            label={t(`scheme.${value}`)}
            chosen={colorScheme === value}
            onChoose={() => setColorScheme(value)}
          />
        ))}
        <Menu.Divider />
        <Menu.Label>{t("zone.title")}</Menu.Label>
        {ZONES.map(({ value, icon }) => (
          <Choice
            key={value}
            icon={icon}
            label={t(`zone.${value}`)}
            chosen={zone === value}
            onChoose={() => set(value)}
          />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ChoiceProps {
  icon: LucideIcon;
  label: string;
  chosen: boolean;
  onChoose: () => void;
}

function Choice({ icon: Icon, label, chosen, onChoose }: ChoiceProps) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={chosen}
      leftSection={<Icon size={15} aria-hidden />}
      rightSection={chosen ? <Check size={14} aria-hidden /> : null}
      onClick={onChoose}
    >
      {label}
    </Menu.Item>
  );
}
