import { Badge, Button, Menu, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Bookmark, BookmarkPlus, Pencil, Save, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteSearch } from "@/api/saved-searches/deleteSearch";
import type { SavedSearch } from "@/api/saved-searches/listSavedSearches";
import { replaceSearch } from "@/api/saved-searches/saveSearch";
import { confirmAction } from "@/components/confirm";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { notifyError, notifySuccess } from "@/components/notify";
import { SearchDialog } from "./SearchDialog";
import type { SavedSearchState } from "./useSavedSearch";

/** The menu of kept searches: open one, keep the present one, change or forget one's own. */
export function SavedSearches({ state }: { state: SavedSearchState }) {
  const { t } = useTranslation("executions");
  const { current, changed, searches } = state;
  const [naming, setNaming] = useState<SavedSearch | "new" | null>(null);
  const own = searches.data?.filter((one) => one.own) ?? [];
  const others = searches.data?.filter((one) => !one.own) ?? [];
  return (
    <>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button variant="default" leftSection={<Bookmark size={15} aria-hidden />} maw={260}>
            {current ? (
              <>
                {current.name}
                {changed && (
                  <Text span c="dimmed" inherit>
                    {` ${t("saved.changed")}`}
                  </Text>
                )}
              </>
            ) : (
              t("saved.title")
            )}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: "auto" }}>
          {searches.isPending && <ListSkeleton rows={2} height={28} />}
          {searches.error && <ErrorState error={searches.error} onRetry={() => void searches.refetch()} />}
          {searches.data?.length === 0 && (
            <Text fz="sm" c="dimmed" p="xs">
              {t("saved.none")}
            </Text>
          )}
          <Group title={t("saved.own")} searches={own} state={state} />
          <Group title={t("saved.shared")} searches={others} state={state} />
          <Menu.Divider />
          {current?.own && changed && <KeepChanges state={state} current={current} />}
          <Menu.Item leftSection={<BookmarkPlus size={15} />} onClick={() => setNaming("new")}>
            {t("saved.new")}
          </Menu.Item>
          {current?.own && (
            <>
              <Menu.Item leftSection={<Pencil size={15} />} onClick={() => setNaming(current)}>
                {t("saved.rename")}
              </Menu.Item>
              <Forget current={current} onForgotten={() => state.open(null)} />
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && (
        <SearchDialog
          stored={naming === "new" ? null : naming}
          kept={state.kept}
          onClose={() => setNaming(null)}
          onSaved={(search) => {
            setNaming(null);
            notifySuccess(t("saved.done", { name: search.name }));
            if (naming === "new") state.open(search);
          }}
        />
      )}
    </>
  );
}

interface GroupProps {
  title: string;
  searches: readonly SavedSearch[];
  state: SavedSearchState;
}

function Group({ title, searches, state }: GroupProps): ReactNode {
  const { t } = useTranslation("executions");
  if (searches.length === 0) return null;
  return (
    <>
      <Menu.Label>{title}</Menu.Label>
      {searches.map((search) => (
        <Menu.Item
          key={search.id}
          onClick={() => state.open(search)}
          aria-current={search.id === state.current?.id || undefined}
          fw={search.id === state.current?.id ? 600 : undefined}
          rightSection={
            search.own ? (
              search.shared && <Badge size="xs">{t("saved.isShared")}</Badge>
            ) : (
              <Text fz="xs" c="dimmed">
                {search.createdBy}
              </Text>
            )
          }
        >
          {search.name}
        </Menu.Item>
      ))}
    </>
  );
}

function KeepChanges({ state, current }: { state: SavedSearchState; current: SavedSearch }) {
  const { t } = useTranslation("executions");
  const queryClient = useQueryClient();
  const keeping = useMutation({
    mutationFn: () =>
      replaceSearch(current.id, { name: current.name, shared: current.shared, ...state.kept }),
    onSuccess: async (search) => {
      await queryClient.invalidateQueries({ queryKey: ["saved-searches"] });
      notifySuccess(t("saved.done", { name: search.name }));
      state.open(search);
    },
    onError: notifyError,
  });
  return (
    <Menu.Item leftSection={<Save size={15} />} onClick={() => keeping.mutate()}>
      {t("saved.keep", { name: current.name })}
    </Menu.Item>
  );
}

function Forget({ current, onForgotten }: { current: SavedSearch; onForgotten: () => void }) {
  const { t } = useTranslation("executions");
  const queryClient = useQueryClient();
  const forget = async () => {
    const sure = await confirmAction({
      title: t("saved.deleteTitle", { name: current.name }),
      confirmLabel: t("saved.delete"),
      danger: true,
      children: <Text fz="sm">{t(current.shared ? "saved.deleteShared" : "saved.deleteText")}</Text>,
    });
    if (!sure) return;
    try {
      await deleteSearch(current.id);
      onForgotten();
      await queryClient.invalidateQueries({ queryKey: ["saved-searches"] });
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <Menu.Item color="red" leftSection={<Trash2 size={15} />} onClick={() => void forget()}>
      {t("saved.delete")}
    </Menu.Item>
  );
}
