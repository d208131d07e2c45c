import { useCallback, useMemo, useState } from "react";

/** Which runs are chosen: some by their ids, or all that match the filters except some. */
export interface Selection {
  /** All that match, also those that are not shown. */
  all: boolean;
  /** The chosen ones; while all are, those that are not meant. */
  named: ReadonlySet<string>;
  has: (id: string) => boolean;
  choose: (id: string, on: boolean) => void;
  /** All shown ones on or off; off clears the selection. */
  chooseShown: (ids: readonly string[], on: boolean) => void;
  chooseAll: () => void;
  clear: () => void;
}

interface Chosen {
  /** The filters under which one chose. */
  of: string;
  all: boolean;
  named: ReadonlySet<string>;
}

/** The selection of the list with these filters; with others nothing is chosen. */
export function useSelection(filters: string): Selection {
  const [chosen, setChosen] = useState<Chosen>({ of: filters, all: false, named: new Set() });
  const choose = useCallback(
    (id: string, on: boolean) => setChosen((before) => withOne(current(before, filters), id, on)),
    [filters],
  );
  const chooseShown = useCallback(
    (ids: readonly string[], on: boolean) =>
      setChosen((before) => (on ? withShown(current(before, filters), ids) : nothing(filters))),
    [filters],
  );
  return useMemo(() => {
    const { all, named } = current(chosen, filters);
    return {
      all,
      named,
      has: (id: string) => named.has(id) !== all,
      choose,
      chooseShown,
      chooseAll: () => setChosen({ of: filters, all: true, named: new Set() }),
      clear: () => setChosen(nothing(filters)),
    };
  }, [chosen, filters, choose, chooseShown]);
}

function nothing(filters: string): Chosen {
  return { of: filters, all: false, named: new Set() };
}

function current(chosen: Chosen, filters: string): Chosen {
  return chosen.of === filters ? chosen : nothing(filters);
}

function withOne(chosen: Chosen, id: string, on: boolean): Chosen {
  const named = new Set(chosen.named);
  if (on === chosen.all) named.delete(id);
  else named.add(id);
  return { ...chosen, named };
}

function withShown(chosen: Chosen, ids: readonly string[]): Chosen {
  if (!chosen.all) return { ...chosen, named: new Set(ids) };
  const shown = new Set(ids);
  return { ...chosen, named: new Set([...chosen.named].filter((id) => !shown.has(id))) };
}
