import { Menu } from "@mantine/core";
import { Archive, ArchiveRestore, Copy, Download, PencilLine, Play } from "lucide-react";
import { useTranslation } from "react-i18next";

const ITEMS = {
  edit: { icon: PencilLine, color: undefined },
  run: { icon: Play, color: undefined },
  clone: { icon: Copy, color: undefined },
  export: { icon: Download, color: undefined },
  archive: { icon: Archive, color: "red" },
  restore: { icon: ArchiveRestore, color: undefined },
};

/** What one can do with a flow, as a line of a menu. */
export function FlowMenuItem({ action, onClick }: { action: keyof typeof ITEMS; onClick: () => void }) {
  const { t } = useTranslation("flows");
  const { icon: Icon, color } = ITEMS[action];
  return (
    <Menu.Item color={color} leftSection={<Icon size={15} aria-hidden />} onClick={onClick}>
      {t(`action.${action}`)}
    </Menu.Item>
  );
}
