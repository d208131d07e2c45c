import { useCallback, useMemo, useState } from "react";

/** Which runs are chosen: some by their ids, or all that match the filters. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** All that match, also those that are not shown. */
  all: boolean;
  choose: (id: string, on: boolean) => void;
  /** These and no others; none clears the selection. */
  chooseShown: (ids: readonly string[]) => void;
  chooseAll: () => void;
  clear: () => void;
}

interface Chosen {
  /** The filters under which one chose. */
  of: string;
  ids: ReadonlySet<string>;
  all: boolean;
}

/** The selection of the list with these filters; with others nothing is chosen. */
export function useSelection(filters: string): Selection {
  const [chosen, setChosen] = useState<Chosen>({ of: filters, ids: new Set(), all: false });
  const choose = useCallback(
    (id: string, on: boolean) => {
      setChosen((before) => {
        const ids = new Set(before.of === filters ? before.ids : []);
        if (on) ids.add(id);
        else ids.delete(id);
        return { of: filters, ids, all: false };
      });
    },
    [filters],
  );
  const put = useCallback(
    (ids: readonly string[], all: boolean) => setChosen({ of: filters, ids: new Set(ids), all }),
    [filters],
  );
  return useMemo(() => {
    const now = chosen.of === filters ? chosen : { ids: new Set<string>(), all: false };
    return {
      ids: now.ids,
      all: now.all,
      choose,
      chooseShown: (ids: readonly string[]) => put(ids, false),
      chooseAll: () => put([...now.ids], true),
      clear: () => put([], false),
    };
  }, [chosen, filters, choose, put]);
}
