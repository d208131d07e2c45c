import { Button, Group, Paper, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Ban, RotateCcw, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkAction, BulkJob } from "@/api/bulk/types";
import { countExecutionsQuery } from "@/api/executions/countExecutions";
import type { Execution } from "@/api/executions/types";
import { BulkDialog } from "@/components/bulk/BulkDialog";
import type { BulkTarget } from "@/components/bulk/target";
import { usePermission } from "@/lib/session";
import { type ExecutionsSearch, filtersOf } from "../search";
import { oneFlowOf } from "./oneFlow";
import type { Selection } from "./useSelection";

/** The server takes so many ids in one job. */
const MOST_IDS = 1000;
const ICONS = { redrive: RotateCcw, cancel: Ban, delete: Trash2 };

interface SelectionBarProps {
  search: ExecutionsSearch;
  selection: Selection;
  /** The runs that the list shows, and whether there are more. */
  shown: readonly Execution[];
  more: boolean;
  onStarted: (job: BulkJob) => void;
}

/** What one can do with the chosen runs; nothing while none is chosen. */
export function SelectionBar({ search, selection, shown, more, onStarted }: SelectionBarProps) {
  const { t } = useTranslation("executions");
  const [asking, setAsking] = useState<{ action: BulkAction; target: BulkTarget } | null>(null);
  const mayDelete = usePermission("administer");
  const filters = useMemo(() => filtersOf(search, Date.now()), [search]);
  const { all, named } = selection;
  const any = all || named.size > 0;
  const matches = useQuery({ ...countExecutionsQuery(filters), enabled: any });
  if (!any) return null;
  const actions: BulkAction[] = mayDelete ? ["redrive", "cancel", "delete"] : ["redrive", "cancel"];
  const ask = (action: BulkAction) =>
    setAsking({
      action,
      target: all ? { filters: filtersOf(search, Date.now()), except: [...named] } : { ids: [...named] },
    });
  const numberOf = (left: number) =>
    matches.data
      ? `${Math.max(matches.data.count - left, 0).toLocaleString("en")}${matches.data.exact ? "" : "+"}`
      : "…";
  const some = all ? named.size > 0 : more || named.size < shown.length;
  return (
    <Paper withBorder p="xs" mb="xs" component="section" aria-label={t("list.selection")}>
      <Group gap="sm">
        <Text fz="sm" fw={500} role="status">
          {!all
            ? t("list.selected", { count: named.size })
            : named.size === 0
              ? t("list.allSelected", { number: numberOf(0) })
              : t("list.allExcept", { number: numberOf(named.size), count: named.size })}
        </Text>
        {some && (
          <Button size="compact-sm" variant="light" onClick={selection.chooseAll}>
            {t("list.selectAll", { number: numberOf(0) })}
          </Button>
        )}
        {actions.map((action) => {
          const Icon = ICONS[action];
          return (
            <Button
              key={action}
              size="compact-sm"
              variant="default"
              leftSection={<Icon size={14} aria-hidden />}
              disabled={named.size > MOST_IDS}
              onClick={() => ask(action)}
            >
              {t(`list.bulk.${action}`)}
            </Button>
          );
        })}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={selection.clear}>
          {t("list.unselect")}
        </Button>
        {named.size > MOST_IDS && (
          <Text fz="sm" c="dimmed">
            {t("list.tooMany", { most: MOST_IDS.toLocaleString("en") })}
          </Text>
        )}
      </Group>
      {asking && (
        <BulkDialog
          {...asking}
          flow={oneFlowOf(selection, search, shown)}
          onClose={() => setAsking(null)}
          onStarted={(job) => {
            setAsking(null);
            selection.clear();
            onStarted(job);
          }}
        />
      )}
    </Paper>
  );
}
