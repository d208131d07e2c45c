import { Button, Checkbox, Group, Popover, Stack, Text } from "@mantine/core";
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { COLUMNS, moved } from "./columns";

interface ColumnsMenuProps {
  columns: readonly string[];
  /** Null: the usual ones again. */
  onChange: (columns: readonly string[] | null) => void;
}

/** Chooses the columns of the list and their order. */
export function ColumnsMenu({ columns, onChange }: ColumnsMenuProps) {
  const { t } = useTranslation("executions");
  const others = COLUMNS.map((column) => column.name).filter((name) => !columns.includes(name));
  return (
    <Popover position="bottom-end" width={290} shadow="md" trapFocus withRoles>
      <Popover.Target>
        <Button variant="default" leftSection={<Columns3 size={15} aria-hidden />}>
          {t("columns.title")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("columns.title")}>
        <Text fz="xs" c="dimmed" mb="xs">
          {t("columns.hint")}
        </Text>
        <Stack gap={4} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
          {columns.map((name, place) => (
            <Group key={name} component="li" justify="space-between" wrap="nowrap" gap="xs">
              <Checkbox
                size="xs"
                label={t(`column.${name}`)}
                checked
                disabled={columns.length === 1}
                onChange={() => onChange(columns.filter((one) => one !== name))}
              />
              <Group gap={0} wrap="nowrap">
                <IconButton
                  icon={ArrowUp}
                  iconSize={14}
                  size="sm"
                  label={t("columns.up", { name: t(`column.${name}`) })}
                  disabled={place === 0}
                  onClick={() => onChange(moved(columns, name, -1))}
                />
                <IconButton
                  icon={ArrowDown}
                  iconSize={14}
                  size="sm"
                  label={t("columns.down", { name: t(`column.${name}`) })}
                  disabled={place === columns.length - 1}
                  onClick={() => onChange(moved(columns, name, 1))}
                />
              </Group>
            </Group>
          ))}
          {others.map((name) => (
            <Group key={name} component="li" h={22}>
              <Checkbox
                size="xs"
                label={t(`column.${name}`)}
                checked={false}
                onChange={() => onChange([...columns, name])}
              />
            </Group>
          ))}
        </Stack>
        <Button variant="subtle" size="compact-xs" mt="xs" onClick={() => onChange(null)}>
          {t("columns.reset")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
