import type { FlowDocument } from "@/lib/definition/types";
import { useSessionStore } from "@/lib/session";

/** Unsaved work as this device keeps it, with what it was made from. `at` is in milliseconds. */
export interface Kept {
  /** Names the tab that wrote it. */
  tab: string;
  baseRevision: number;
  base: FlowDocument;
  document: FlowDocument;
  /** Earlier states whose save had no answer yet: the server may have one of them. */
  sent?: readonly FlowDocument[];
  at: number;
}

/** Where unsaved work is kept on this device. Nothing here throws: without storage nothing is kept. */
export interface KeptDrafts {
  /** The newest record of a draft, whichever tab wrote it; null when there is none. */
  newest: (draft: string) => Promise<Kept | null>;
  write: (draft: string, kept: Kept) => Promise<void>;
  remove: (draft: string, tab: string) => Promise<void>;
}

const DATABASE = "allma-drafts";
const STORE = "drafts";

/** The key of a draft, the same in every tab of one person. */
export function draftKey(flowId: string, version: number): string {
  const user = useSessionStore.getState().session?.user?.id ?? "";
  return `${user}:${flowId}:${version}`;
}

/** Keeps unsaved work in IndexedDB. */
export function browserDrafts(factory: IDBFactory | undefined = globalThis.indexedDB): KeptDrafts {
  let opened: Promise<IDBDatabase> | null = null;
  const open = (): Promise<IDBDatabase> => {
    opened ??= openDatabase(factory);
    return opened;
  };
  const ask = <T>(
    mode: IDBTransactionMode,
    request: (store: IDBObjectStore) => IDBRequest<T>,
    none: T,
  ): Promise<T> =>
    open()
      .then((database) => settled(request(database.transaction(STORE, mode).objectStore(STORE))))
      .catch(() => none);
  return {
    newest: async (draft) => {
      const range = (): IDBKeyRange => IDBKeyRange.bound([draft], [draft, "\uffff"]);
      const all = await ask<Kept[]>("readonly", (store) => store.getAll(range()), []);
      return all.reduce<Kept | null>((newest, one) => (newest && newest.at >= one.at ? newest : one), null);
    },
    write: async (draft, kept) => {
      await ask<IDBValidKey>("readwrite", (store) => store.put(kept, [draft, kept.tab]), "");
    },
    remove: async (draft, tab) => {
      await ask<undefined>("readwrite", (store) => store.delete([draft, tab]), undefined);
    },
  };
}

function openDatabase(factory: IDBFactory | undefined): Promise<IDBDatabase> {
  if (!factory) return Promise.reject(new Error("This browser keeps nothing."));
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE);
  };
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("This browser keeps nothing."));
  });
}
