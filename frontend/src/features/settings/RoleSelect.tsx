import { Select, type SelectProps, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import "./texts";

type Role = Schemas["Role"];

/** The roles, from the one that may least. */
const ROLES: readonly Role[] = ["viewer", "operator", "editor", "publisher", "admin"];

interface RoleSelectProps extends Omit<SelectProps, "data" | "value" | "onChange"> {
  value: Role;
  onChange: (role: Role) => void;
}

/** Chooses a role; each says what it may do. */
export function RoleSelect({ value, onChange, ...rest }: RoleSelectProps) {
  const { t } = useTranslation("settings");
  return (
    <Select
      data={ROLES.map((role) => ({ value: role, label: t(`roles.${role}.label`) }))}
      value={value}
      onChange={(next) => {
        const role = ROLES.find((one) => one === next);
        if (role && role !== value) onChange(role);
      }}
      allowDeselect={false}
      comboboxProps={{ width: 280, position: "bottom-start" }}
      renderOption={({ option }) => (
        <div>
          <Text fz="sm" fw={500}>
            {option.label}
          </Text>
          <Text fz="xs" c="dimmed">
            {t(`roles.${option.value}.help`)}
          </Text>
        </div>
      )}
      {...rest}
    />
  );
}
