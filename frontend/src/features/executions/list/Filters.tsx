import { Button, MultiSelect, Popover, Select, TextInput } from "@mantine/core";
import { ListFilter, Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EVERY_STATUS } from "@/api/executions/types";
import { FlowSelect } from "@/components/filters/FlowSelect";
import { TIME_RANGES } from "@/lib/timeSpan";
import { useSearchText } from "@/lib/useSearchText";
import { type ExecutionsSearch, filterCount, type Range } from "../search";
import { FilterPills } from "./FilterPills";
import classes from "./list.module.css";
import { MoreFilters } from "./MoreFilters";
import { TimeSpan } from "./TimeSpan";

export interface FiltersProps {
  search: ExecutionsSearch;
  /** Changes some filters; undefined takes one away. */
  onChange: (changes: Partial<ExecutionsSearch>) => void;
}

/** Every filter of the list: the usual ones in a row, the others behind a button, what is on below. */
export function Filters({ search, onChange }: FiltersProps) {
  const { t } = useTranslation("executions");
  const { t: common } = useTranslation("common");
  return (
    <>
      <search className={classes.filters} aria-label={t("filter.search")}>
        <SearchInput value={search.search ?? ""} onChange={(text) => onChange({ search: text })} />
        <MultiSelect
          aria-label={t("filter.status")}
          placeholder={search.status?.length ? undefined : t("filter.anyStatus")}
          data={EVERY_STATUS.map((value) => ({ value, label: common(`status.${value}`) }))}
          value={search.status ?? []}
          onChange={(status) => onChange({ status: EVERY_STATUS.filter((one) => status.includes(one)) })}
          clearable
          clearButtonProps={{ "aria-label": t("filter.remove", { name: t("filter.status") }) }}
          hidePickedOptions
          classNames={{ pillsList: classes.oneLine }}
        />
        <FlowSelect
          value={search.flow}
          onChange={(flow) => onChange({ flow })}
          clearLabel={t("filter.remove", { name: t("filter.flow") })}
        />
        <Select
          aria-label={t("filter.range")}
          data={[
            { value: "any", label: t("filter.anyTime") },
            ...TIME_RANGES.map((value) => ({ value, label: t(`filter.${value}`) })),
            { value: "custom", label: t("filter.custom") },
          ]}
          value={search.range ?? "any"}
          allowDeselect={false}
          onChange={(range) =>
            onChange({ range: rangeOf(range), startedAfter: undefined, startedBefore: undefined })
          }
        />
        <MorePopover search={search} onChange={onChange} />
      </search>
      {search.range === "custom" && <TimeSpan search={search} onChange={onChange} />}
      {filterCount(search) > 0 && <FilterPills search={search} onChange={onChange} />}
    </>
  );
}

function rangeOf(value: string | null): Range | undefined {
  return value === "custom" ? value : TIME_RANGES.find((one) => one === value);
}

const trimmed = (text: string): string => text.trim();

/** The text search: the address follows when typing pauses. */
function SearchInput({ value, onChange }: { value: string; onChange: (text: string | undefined) => void }) {
  const { t } = useTranslation("executions");
  const [text, type] = useSearchText(value, (said) => onChange(said || undefined), trimmed);
  return (
    <TextInput
      type="search"
      aria-label={t("filter.search")}
      placeholder={t("filter.searchHint")}
      leftSection={<Search size={15} aria-hidden />}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

function MorePopover({ search, onChange }: FiltersProps) {
  const { t } = useTranslation("executions");
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={560}
      trapFocus
      withRoles
      styles={{ dropdown: { maxWidth: "calc(100vw - 32px)" } }}
      shadow="md"
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<ListFilter size={15} aria-hidden />}
          onClick={() => setOpened((open) => !open)}
        >
          {t("filter.more")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("filter.more")}>
        <MoreFilters
          search={search}
          onApply={(changes) => {
            setOpened(false);
            onChange(changes);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
