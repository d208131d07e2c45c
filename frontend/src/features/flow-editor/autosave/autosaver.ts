import { createStore, type StoreApi } from "zustand";
import { hasStatus } from "@/api/problem";
import type { FlowDocument } from "@/lib/definition/types";
import type { EditorStore } from "../store";
import { draftKey, type KeptDrafts } from "./kept";
import {
  type Autosave,
  type AutosaveEvent,
  begin,
  type Effect,
  isUnsaved,
  next,
  type ServerSide,
  type Theirs,
} from "./machine";
import type { Choices } from "./merge3";

/** The server as autosave needs it. Both throw `ApiError`. */
export interface DraftServer {
  /** Gives the new revision. */
  save: (document: FlowDocument, revision: number, options: { keepalive: boolean }) => Promise<number>;
  read: () => Promise<Theirs>;
}

export interface Autosaver {
  state: StoreApi<Autosave>;
  saveNow: () => void;
  /** Resolves when everything is on the server; rejects when that cannot be now, saying why. */
  settled: () => Promise<number>;
  /** Whether everything is on the server within some milliseconds. Never rejects. */
  settledWithin: (milliseconds: number) => Promise<boolean>;
  resolve: (choices: Choices) => void;
  otherSaved: (revision: number) => void;
  /** Sends what is unsaved while the page goes away. */
  flush: () => void;
  isUnsaved: () => boolean;
  stop: () => void;
}

interface AutosaverOptions {
  store: EditorStore;
  server: ServerSide;
  io: DraftServer;
  kept: KeptDrafts;
  /** Names this tab. */
  tab: string;
  onMerged: (merged: Extract<Effect, { do: "adopt" }>, before: Autosave) => void;
  now?: () => number;
}

/** Everything is on this device at the latest so long after a change, in milliseconds. */
const KEEP_MS = 250;
/** The longest body that a browser sends while a page goes away. */
const KEEPALIVE_BYTES = 60_000;

/** Saves an editor's document by itself. Begins at once; `stop` ends it. */
export function createAutosaver(options: AutosaverOptions): Autosaver {
  const { store, io, kept, tab } = options;
  const now = options.now ?? Date.now;
  const draft = draftKey(store.getState().flowId, store.getState().version);
  const state = createStore<Autosave>()(() => begin(options.server));
  let wakeTimer: ReturnType<typeof setTimeout> | undefined;
  let keepTimer: ReturnType<typeof setTimeout> | undefined;
  let adopting = false;
  let stopped = false;

  const send = (event: AutosaveEvent): void => {
    const before = state.getState();
    const [after, effects] = next(before, event);
    state.setState(after, true);
    for (const effect of effects) act(effect, before);
    keepSoon();
  };
  const act = (effect: Effect, before: Autosave): void => {
    // The answer of a save that was under way when this was stopped is only kept.
    if (stopped) return;
    if (effect.do === "wake") {
      clearTimeout(wakeTimer);
      wakeTimer = setTimeout(() => send({ type: "due", at: now() }), Math.max(0, effect.at - now()));
    } else if (effect.do === "save") void save(effect.document, effect.revision, false);
    else if (effect.do === "read") void read();
    else adopt(effect, before);
  };
  /** What the editor shows on the way to the merge is nobody's change: whoever waits for a save must not see it. */
  const adopt = (effect: Extract<Effect, { do: "adopt" }>, before: Autosave): void => {
    adopting = true;
    try {
      options.onMerged(effect, before);
    } finally {
      adopting = false;
    }
    hear();
  };
  const save = async (document: FlowDocument, revision: number, keepalive: boolean): Promise<void> => {
    try {
      send({ type: "saved", revision: await io.save(document, revision, { keepalive }), at: now() });
    } catch (error) {
      send(hasStatus(error, 412) ? { type: "outdated" } : failed(error, now()));
    }
  };
  const read = async (): Promise<void> => {
    try {
      send({ type: "read", theirs: await io.read(), at: now() });
    } catch (error) {
      send(failed(error, now()));
    }
  };
  const keepSoon = (): void => {
    keepTimer ??= setTimeout(keep, KEEP_MS);
  };
  const keep = (): void => {
    clearTimeout(keepTimer);
    keepTimer = undefined;
    const { server, document, unanswered, phase } = state.getState();
    if (isUnsaved(state.getState()))
      void kept.write(draft, {
        tab,
        baseRevision: server.revision,
        base: server.document,
        document,
        sent: phase.name === "saving" ? [...unanswered, phase.sent] : unanswered,
        at: now(),
      });
    else void kept.remove(draft, tab);
  };
  const hear = (): void => {
    const { document } = store.getState();
    if (!adopting && document !== state.getState().document) send({ type: "changed", document, at: now() });
  };
  const whenSettled = () => settled(state, () => send({ type: "saveNow" }));
  const unsubscribe = store.subscribe(hear);
  hear();
  return {
    state,
    saveNow: () => send({ type: "saveNow" }),
    settled: whenSettled,
    settledWithin: (milliseconds) => within(milliseconds, whenSettled()),
    resolve: (choices) => send({ type: "resolved", choices, at: now() }),
    otherSaved: (revision) => send({ type: "otherSaved", revision }),
    flush: () => {
      keep();
      const { phase, document, server } = state.getState();
      if (phase.name !== "dirty" || bytesOf(document) > KEEPALIVE_BYTES) return;
      state.setState({ phase: { name: "saving", sent: document } });
      void save(document, server.revision, true);
    },
    isUnsaved: () => isUnsaved(state.getState()),
    stop: () => {
      stopped = true;
      unsubscribe();
      clearTimeout(wakeTimer);
      if (keepTimer !== undefined) keep();
    },
  };
}

const bytesOf = (document: FlowDocument): number => new TextEncoder().encode(JSON.stringify(document)).length;

function failed(error: unknown, at: number): AutosaveEvent {
  const known = error instanceof Error ? error : new Error(String(error));
  const status = "status" in known && typeof known.status === "number" ? known.status : 0;
  const passes = status === 0 || status === 429 || status >= 500;
  return passes ? { type: "unreachable", at } : { type: "refused", error: known };
}

/** Whether a promise is kept in time. */
function within(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    const answer = (kept: boolean) => () => {
      clearTimeout(timer);
      resolve(kept);
    };
    promise.then(answer(true), answer(false));
  });
}

/** Waits until the draft is saved; gives its revision. */
function settled(state: StoreApi<Autosave>, saveNow: () => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const look = (current: Autosave): boolean => {
      const { phase } = current;
      if (phase.name === "clean") resolve(current.server.revision);
      else if (phase.name === "refused") reject(phase.error);
      else if (phase.name === "conflict")
        reject(new Error("Somebody else changed the same. Decide that first."));
      else if (phase.name === "offline")
        reject(new Error("The server cannot be reached; your changes are kept here."));
      else return false;
      return true;
    };
    const unsubscribe = state.subscribe((current) => {
      if (current.phase.name === "dirty") queueMicrotask(saveNow);
      if (look(current)) unsubscribe();
    });
    saveNow();
    if (look(state.getState())) unsubscribe();
  });
}
