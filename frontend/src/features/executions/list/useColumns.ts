import { useMemo, useState } from "react";
import type { SavedSearch } from "@/api/saved-searches/listSavedSearches";
import type { ExecutionsSearch } from "../search";
import { columnsOf, deviceColumns, FIRST_COLUMNS, keepOnDevice } from "./columns";

/** Which columns are shown: those of the address, of the saved search, of this device, or the usual ones. */
export function useColumns(
  search: ExecutionsSearch,
  saved: SavedSearch | undefined,
  change: (changes: Partial<ExecutionsSearch>) => void,
) {
  const [device, setDevice] = useState(deviceColumns);
  const columns: readonly string[] = useMemo(
    () => columnsOf(search.columns) ?? columnsOf(saved?.columns.join(",")) ?? device ?? FIRST_COLUMNS,
    [search.columns, saved, device],
  );
  return {
    columns,
    /** Shows others: with a saved search in the address until it is saved, else kept on this device. Null: the usual. */
    choose: (next: readonly string[] | null) => {
      if (saved) {
        change({ columns: (next ?? FIRST_COLUMNS).join(",") });
        return;
      }
      keepOnDevice(next);
      setDevice(next ? [...next] : null);
      if (search.columns) change({ columns: undefined });
    },
  };
}
