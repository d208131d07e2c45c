import { CloseButton, Group, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Search, Tag } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { flowTagsQuery } from "@/api/flows/flowTags";
import type { FlowFilters } from "@/api/flows/listFlows";

const PAUSE_MS = 250;
const STATUSES = ["published", "draft", "archived"] as const;

interface FlowFilterBarProps {
  filters: FlowFilters;
  onChange: (filters: FlowFilters) => void;
}

/** Search, status and tag of the list of flows. */
export function FlowFilterBar({ filters, onChange }: FlowFilterBarProps) {
  const { t } = useTranslation("flows");
  const tags = useQuery(flowTagsQuery());
  const [text, setText] = useState(filters.search ?? "");
  const told = useRef(filters.search ?? "");
  useEffect(() => {
    // A search that came from elsewhere (Back, a link): what is being typed stays.
    if ((filters.search ?? "") !== told.current) setText(filters.search ?? "");
  }, [filters.search]);
  const settle = useDebouncedCallback((search: string) => {
    told.current = search.trim();
    onChange({ ...filters, search: told.current || undefined });
  }, PAUSE_MS);
  const type = (search: string) => {
    setText(search);
    settle(search);
  };
  const chooseStatus = (value: string) => {
    onChange({ ...filters, status: STATUSES.find((one) => one === value) });
  };
  return (
    <Group gap="sm" mb="md">
      <TextInput
        aria-label={t("list.search")}
        placeholder={t("list.search")}
        leftSection={<Search size={15} aria-hidden />}
        rightSection={
          text ? <CloseButton size="sm" aria-label={t("list.clear")} onClick={() => type("")} /> : null
        }
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        flex="1 1 220px"
        maw={360}
      />
      <SegmentedControl
        aria-label={t("list.status")}
        value={filters.status ?? "all"}
        onChange={chooseStatus}
        data={[
          { value: "all", label: t("list.all") },
          ...STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
        ]}
      />
      <Select
        aria-label={t("list.tag")}
        placeholder={t("list.tag")}
        leftSection={<Tag size={15} aria-hidden />}
        data={(tags.data ?? []).map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` }))}
        value={filters.tag ?? null}
        onChange={(tag) => onChange({ ...filters, tag: tag ?? undefined })}
        clearable
        searchable
        w={190}
      />
    </Group>
  );
}
