import { Checkbox, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SavedSearch } from "@/api/saved-searches/listSavedSearches";
import { createSearch, replaceSearch, type SearchFields } from "@/api/saved-searches/saveSearch";
import { DialogButtons } from "@/components/DialogButtons";
import { ErrorState } from "@/components/ErrorState";
import { usePermission } from "@/lib/session";

interface SearchDialogProps {
  /** The search that gets another name; null: a new one. */
  stored: SavedSearch | null;
  /** What a new search keeps. */
  kept: Pick<SearchFields, "query" | "columns">;
  onClose: () => void;
  onSaved: (search: SavedSearch) => void;
}

/** Names a search, and shares it with everybody. */
export function SearchDialog({ stored, kept, onClose, onSaved }: SearchDialogProps) {
  const { t } = useTranslation("executions");
  const queryClient = useQueryClient();
  const mayShare = usePermission("run");
  const [name, setName] = useState(stored?.name ?? "");
  const [shared, setShared] = useState(stored?.shared ?? false);
  const saving = useMutation({
    mutationFn: () => {
      const fields = { ...(stored ?? kept), name: name.trim(), shared };
      const { query, columns } = fields;
      const body: SearchFields = { name: fields.name, shared, query, columns };
      return stored ? replaceSearch(stored.id, body) : createSearch(body);
    },
    onSuccess: async (search) => {
      await queryClient.invalidateQueries({ queryKey: ["saved-searches"] });
      onSaved(search);
    },
  });
  return (
    <Modal opened onClose={onClose} title={t(stored ? "saved.renameTitle" : "saved.newTitle")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t("saved.name")}
            placeholder={t("saved.nameHint")}
            value={name}
            maxLength={100}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {mayShare && (
            <Checkbox
              label={t("saved.share")}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          )}
          {saving.error && <ErrorState error={saving.error} />}
          <DialogButtons
            submit={t("saved.save")}
            onCancel={onClose}
            loading={saving.isPending}
            disabled={name.trim() === ""}
          />
        </Stack>
      </form>
    </Modal>
  );
}
