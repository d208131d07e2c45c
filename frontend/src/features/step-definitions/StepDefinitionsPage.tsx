import { Button, Group, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Blocks, Plus, Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { rowsOf } from "@/api/pages";
import { listPresetsQuery } from "@/api/step-definitions/listPresets";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { PresetDialog } from "./PresetDialog";
import { PresetTable } from "./PresetTable";
import { parseStepDefinitionsSearch } from "./search";
import "./texts";

const SEARCH_PAUSE_MS = 250;

/** The step definitions of the workspace. */
export function StepDefinitionsPage() {
  const { t } = useTranslation("stepDefinitions");
  const edits = usePermission("edit");
  const navigate = useNavigate();
  const { search = "", open } = parseStepDefinitionsSearch(useSearch({ strict: false }));
  const go = (next: { search?: string; open?: string }, replace = false) => {
    const wanted = { ...(next.search && { search: next.search }), ...(next.open && { open: next.open }) };
    void navigate({ to: paths.stepDefinitions(), search: wanted, replace });
  };
  const look = useDebouncedCallback((text: string) => go({ search: text, open }, true), SEARCH_PAUSE_MS);
  const presets = useInfiniteQuery(listPresetsQuery(search));
  const rows = rowsOf(presets.data);
  const create = edits && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => go({ search, open: "new" })}>
      {t("create")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} actions={create} />
      <TextInput
        aria-label={t("search")}
        placeholder={t("search")}
        leftSection={<Search size={15} aria-hidden />}
        defaultValue={search}
        onChange={(event) => look(event.currentTarget.value)}
        maw={320}
        mb="md"
      />
      {presets.isPending && <ListSkeleton />}
      {presets.error && <ErrorState error={presets.error} onRetry={() => void presets.refetch()} />}
      {presets.data && rows.length === 0 && (
        <EmptyState
          icon={Blocks}
          title={search ? t("none") : t("empty")}
          description={search ? t("noneText") : t("emptyText")}
          action={search ? undefined : create}
        />
      )}
      {rows.length > 0 && <PresetTable rows={rows} edits={edits} onOpen={(id) => go({ search, open: id })} />}
      {presets.hasNextPage && (
        <Group justify="center" mt="md">
          <Button
            variant="default"
            loading={presets.isFetchingNextPage}
            onClick={() => void presets.fetchNextPage()}
          >
            {t("more")}
          </Button>
        </Group>
      )}
      <PresetDialog open={open ?? null} onClose={() => go({ search })} />
    </>
  );
}
