import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { presetContentQuery } from "@/api/step-definitions/presetContent";
import { presetOptionsQuery } from "@/api/step-definitions/presetOptions";
import { notifyError } from "@/components/notify";
import type { StepType } from "@/lib/definition/types";
import { useStepTypes } from "@/lib/stepTypes";
import { type PaletteEntry, presetEntries, presetType, searchPalette, typeEntries } from "./paletteItems";

const ASK_AFTER_MS = 200;

/** What the palette offers for a query: types found here at once, presets as the server finds them. */
export function usePalette(query: string): PaletteEntry[] {
  const { t } = useTranslation("editor-canvas");
  const { all } = useStepTypes();
  const [sought] = useDebouncedValue(query.trim(), ASK_AFTER_MS);
  const presets = useQuery(presetOptionsQuery(sought)).data;
  const types = useMemo(() => typeEntries(all), [all]);
  const made = useMemo(() => presetEntries(presets ?? [], t("palette.presets")), [presets, t]);
  return useMemo(() => [...searchPalette(types, query), ...searchPalette(made, query)], [types, made, query]);
}

/** Gives the step type of an entry; a preset's is asked for. Null, with a notice, when it cannot be had. */
export function useEntryType(): (key: string) => Promise<StepType | null> {
  const client = useQueryClient();
  const { all } = useStepTypes();
  return useCallback(
    async (key) => {
      const found = typeEntries(all).find((entry) => entry.key === key)?.type;
      if (found || !key.startsWith(PRESET)) return found ?? null;
      try {
        return presetType(await client.fetchQuery(presetContentQuery(key.slice(PRESET.length))), all);
      } catch (error) {
        notifyError(error);
        return null;
      }
    },
    [client, all],
  );
}

const PRESET = "preset:";
