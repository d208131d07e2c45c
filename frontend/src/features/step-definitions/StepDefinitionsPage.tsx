import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Blocks, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { listPresetsQuery } from "@/api/step-definitions/listPresets";
import { PageHeader } from "@/components/PageHeader";
import { SearchedList } from "@/components/SearchedList";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { PresetDialog } from "./PresetDialog";
import { PresetTable } from "./PresetTable";
import { parseStepDefinitionsSearch } from "./search";
import "./texts";

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
  const presets = useInfiniteQuery(listPresetsQuery(search));
  const create = edits && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => go({ search, open: "new" })}>
      {t("create")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} actions={create} />
      <SearchedList
        icon={Blocks}
        query={presets}
        search={search}
        onSearch={(text) => go({ search: text, open }, true)}
        namespace="stepDefinitions"
        create={create}
      >
        {(rows) => <PresetTable rows={rows} edits={edits} onOpen={(id) => go({ search, open: id })} />}
      </SearchedList>
      <PresetDialog open={open ?? null} onClose={() => go({ search })} />
    </>
  );
}
