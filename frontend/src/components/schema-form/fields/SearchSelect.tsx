import { Combobox, Group, InputBase, Loader, Text, useCombobox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** Something that can be chosen by its id. */
export interface Choice {
  value: string;
  label: string;
  note?: string;
}

interface SearchSelectProps {
  label: string;
  hideLabel?: boolean;
  description?: string | undefined;
  error?: string | undefined;
  required?: boolean;
  readOnly?: boolean;
  placeholder?: string | undefined;
  value: string;
  /** What is shown for the value while nobody types. */
  shown: string;
  choices: readonly Choice[];
  loading?: boolean;
  /** Whether a text that is no choice may stay: a template, or an id of something that is not here. */
  free?: boolean;
  onSearch: (text: string) => void;
  onChange: (value: string) => void;
}

/** A select whose choices come from a search; one may also write an id or a template. */
export function SearchSelect(props: SearchSelectProps) {
  const { t } = useTranslation("form");
  const {
    label,
    hideLabel = false,
    value,
    shown,
    choices,
    loading = false,
    free = false,
    onSearch,
    onChange,
    ...rest
  } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const leave = () => {
    combobox.closeDropdown();
    if (
      typed !== null &&
      free &&
      typed.trim() !== value &&
      (typed.trim() === "" || /^\$|\{\{/.test(typed.trim()))
    )
      onChange(typed.trim());
    else if (typed !== null && typed.trim() === "" && value !== "") onChange("");
    setTyped(null);
    onSearch("");
  };
  const choose = (next: string) => {
    setTyped(null);
    onSearch("");
    onChange(next);
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal>
      <Combobox.Target>
        <InputBase
          {...(hideLabel ? { "aria-label": label } : { label })}
          {...rest}
          value={typed ?? shown}
          rightSection={loading ? <Loader size={14} /> : <Combobox.Chevron />}
          rightSectionPointerEvents="none"
          onFocus={() => !rest.readOnly && combobox.openDropdown()}
          onClick={() => !rest.readOnly && combobox.openDropdown()}
          onBlur={leave}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            onSearch(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={260} style={{ overflowY: "auto" }}>
          {choices.map((choice) => (
            <Combobox.Option key={choice.value} value={choice.value} active={choice.value === value}>
              <Group justify="space-between" wrap="nowrap" gap="sm">
                <Text size="sm" truncate>
                  {choice.label}
                </Text>
                {choice.note !== undefined && (
                  <Text size="xs" c="dimmed" truncate>
                    {choice.note}
                  </Text>
                )}
              </Group>
            </Combobox.Option>
          ))}
          {choices.length === 0 && <Combobox.Empty>{loading ? t("loading") : t("noMatch")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
