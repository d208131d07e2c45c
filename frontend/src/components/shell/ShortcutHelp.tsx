import { Group, Modal, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { groupBy } from "@/lib/groupBy";
import { shortcutHelp } from "@/plugins/registry";
import type { ShortcutHelp as Shortcut } from "@/plugins/types";
import { Kbd } from "../Kbd";
import { useShell } from "./shellStore";

/** Every keyboard shortcut, by the part of the panel where it works. */
export function ShortcutHelp() {
  const { t } = useTranslation("shell");
  const { help, show } = useShell();
  const general: Shortcut[] = [
    { group: t("keys.general"), keys: "Mod+K", label: t("keys.palette") },
    { group: t("keys.general"), keys: "?", label: t("keys.help") },
  ];
  const groups = groupBy([...general, ...shortcutHelp()], (one) => one.group);
  return (
    <Modal opened={help} onClose={() => show("help", false)} title={t("shortcuts")} size="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="lg">
        {[...groups].map(([group, shortcuts]) => (
          <Stack key={group} gap="xs">
            <Title order={3}>{group}</Title>
            {shortcuts.map((one) => (
              <Group key={`${one.keys}${one.label}`} justify="space-between" wrap="nowrap" gap="sm">
                <Text fz="sm">{one.label}</Text>
                <Kbd keys={one.keys} />
              </Group>
            ))}
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  );
}
