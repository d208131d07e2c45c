import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/problem";
import type { FlowDocument } from "@/lib/definition/types";
import { type Session, useSessionStore } from "@/lib/session";
import { documentOf } from "@/lib/testing/documents";
import { createEditorStore } from "../store";
import { type Autosaver, createAutosaver, type DraftServer } from "./autosaver";
import { draftKey, type Kept, type KeptDrafts } from "./kept";
import { findKept } from "./restore";

function flow(name: string): FlowDocument {
  return documentOf({
    startStepInstanceId: "a",
    steps: { a: { stepInstanceId: "a", stepType: "NO_OP", displayName: name } },
  });
}

function refusal(status: number): ApiError {
  return new ApiError({ type: "", title: "No", status, code: "no", detail: "", errors: [], requestId: "" });
}

/** A draft on a server, kept to `If-Match`. */
class DraftInMemory implements DraftServer {
  revision = 1;
  document = flow("first");
  saves: string[] = [];
  down = false;

  async save(document: FlowDocument, revision: number): Promise<number> {
    if (this.down) throw refusal(0);
    if (revision !== this.revision) throw refusal(412);
    this.document = document;
    this.saves.push(document.steps.a?.displayName ?? "");
    this.revision += 1;
    return this.revision;
  }

  async read() {
    return { revision: this.revision, document: this.document, author: "Ada" };
  }
}

/** Kept drafts without a browser. */
class DraftsInMemory implements KeptDrafts {
  records = new Map<string, Kept>();
  newest = async (draft: string) =>
    [...this.records]
      .filter(([key]) => key.startsWith(`${draft}|`))
      .map(([, kept]) => kept)
      .at(-1) ?? null;
  write = async (draft: string, kept: Kept) => {
    this.records.set(`${draft}|${kept.tab}`, kept);
  };
  remove = async (draft: string, tab: string) => {
    this.records.delete(`${draft}|${tab}`);
  };
}

let server: DraftInMemory;
let kept: DraftsInMemory;
let saver: Autosaver;
let store: ReturnType<typeof createEditorStore>;

beforeEach(() => {
  vi.useFakeTimers();
  server = new DraftInMemory();
  kept = new DraftsInMemory();
  store = createEditorStore({ flowId: "f", version: 1, document: server.document });
  saver = createAutosaver({
    store,
    server: { revision: 1, document: server.document },
    io: server,
    kept,
    tab: "tab",
    onMerged: ({ document, theirs }) => {
      store.getState().reset(theirs.document, "Theirs");
      store.getState().reset(document, "Merged");
    },
  });
});

afterEach(() => {
  saver.stop();
  vi.useRealTimers();
});

function rename(name: string): void {
  store.getState().dispatch("step.set", { stepId: "a", fields: { displayName: name } });
}

describe("the autosaver", () => {
  it("saves a change once, 600 ms after the last one", async () => {
    rename("one");
    await vi.advanceTimersByTimeAsync(500);
    rename("two");
    await vi.advanceTimersByTimeAsync(599);
    expect(server.saves).toEqual([]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.saves).toEqual(["two"]);
  });

  it("keeps a change on this device within 250 ms, and forgets it when the server has it", async () => {
    rename("one");
    await vi.advanceTimersByTimeAsync(250);
    expect([...kept.records.values()]).toMatchObject([
      { baseRevision: 1, document: flow("one"), base: flow("first") },
    ]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(kept.records.size).toBe(0);
  });

  it("saves by itself when the server is back", async () => {
    server.down = true;
    rename("one");
    await vi.advanceTimersByTimeAsync(1000);
    expect(saver.state.getState().phase.name).toBe("offline");
    server.down = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.saves).toEqual(["one"]);
  });

  it("puts the merge into the editor when somebody else saved", async () => {
    server.document = { ...server.document, timeoutSeconds: 60 };
    server.revision = 2;
    rename("one");
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.document).toEqual({ ...flow("one"), timeoutSeconds: 60 });
    expect(store.getState().document).toEqual(server.document);
    expect(saver.isUnsaved()).toBe(false);
  });

  it("saves what was decided in a conflict by itself", async () => {
    server.document = flow("theirs");
    server.revision = 2;
    rename("mine");
    await vi.advanceTimersByTimeAsync(1000);
    expect(saver.state.getState().phase.name).toBe("conflict");
    saver.resolve({ "/steps/a/displayName": { take: "mine" } });
    await vi.advanceTimersByTimeAsync(1000);
    expect([server.document, saver.isUnsaved()]).toEqual([flow("mine"), false]);
  });

  it("settles at once: whoever publishes has the last change on the server first", async () => {
    rename("one");
    await expect(saver.settled()).resolves.toBe(2);
    expect(server.saves).toEqual(["one"]);
  });

  it("settles with the merge on the server, not with what is shown on the way there", async () => {
    server.document = { ...server.document, timeoutSeconds: 60 };
    server.revision = 2;
    rename("one");
    await expect(saver.settled()).resolves.toBe(3);
    expect(server.document).toEqual({ ...flow("one"), timeoutSeconds: 60 });
  });

  it("says why it cannot settle", async () => {
    server.down = true;
    rename("one");
    await expect(saver.settled()).rejects.toThrow(
      "The server cannot be reached; your changes are kept here.",
    );
  });

  it("keeps what is unsaved when it is stopped", async () => {
    rename("one");
    saver.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.saves).toEqual([]);
    expect([...kept.records.values()]).toMatchObject([{ document: flow("one") }]);
  });
});

describe("a save whose answer is under way", () => {
  let refuse: () => void;
  let tries = 0;

  beforeEach(async () => {
    tries = 0;
    server.save = () => {
      tries += 1;
      return new Promise((_, reject) => {
        refuse = () => reject(refusal(0));
      });
    };
    rename("sent");
    await vi.advanceTimersByTimeAsync(600);
  });

  it("is kept with what was changed since: the server may have it", async () => {
    rename("later");
    await vi.advanceTimersByTimeAsync(250);
    expect([...kept.records.values()]).toMatchObject([{ document: flow("later"), sent: [flow("sent")] }]);
  });

  it("is not waited for longer than was said", async () => {
    const left = saver.settledWithin(4000);
    await vi.advanceTimersByTimeAsync(4000);
    expect(await left).toBe(false);
  });

  it("is not tried again once the editor is left; the change stays kept", async () => {
    saver.stop();
    refuse();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tries).toBe(1);
    expect([...kept.records.values()]).toMatchObject([{ document: flow("sent") }]);
  });
});

it("an autosaver that begins behind the editor saves what the editor shows", async () => {
  rename("before");
  saver.stop();
  saver = createAutosaver({
    ...{ store, io: server, kept, tab: "tab", onMerged: () => undefined },
    server: { revision: 1, document: server.document },
  });
  await vi.advanceTimersByTimeAsync(600);
  expect(server.saves).toEqual(["before"]);
});

describe("work that this device kept", () => {
  const draft = draftKey("f", 1);
  const record = (baseRevision: number, name: string): Kept => ({
    tab: "gone",
    baseRevision,
    base: flow("first"),
    document: flow(name),
    at: 1,
  });

  it("is restored as it is while the server has the same base", async () => {
    await kept.write(draft, record(1, "kept"));
    expect(await findKept(kept, draft, { revision: 1, document: flow("first") })).toMatchObject({
      kind: "same",
    });
  });

  it("has to be decided when somebody saved since", async () => {
    await kept.write(draft, record(1, "kept"));
    expect(await findKept(kept, draft, { revision: 2, document: flow("other") })).toMatchObject({
      kind: "moved",
    });
  });

  it("is restored onto an own save whose answer never came", async () => {
    await kept.write(draft, { ...record(1, "kept"), sent: [flow("sent")] });
    expect(await findKept(kept, draft, { revision: 2, document: flow("sent") })).toMatchObject({
      kind: "same",
      kept: { baseRevision: 2, base: flow("sent"), document: flow("kept") },
    });
  });

  it("is forgotten when the server has it", async () => {
    await kept.write(draft, record(1, "kept"));
    expect(await findKept(kept, draft, { revision: 2, document: flow("kept") })).toEqual({ kind: "none" });
    expect(kept.records.size).toBe(0);
  });

  it("does not belong to another person at this device", () => {
    const mine = draftKey("f", 1);
    const user = { id: "7", username: "ada" } as NonNullable<Session["user"]>;
    useSessionStore.setState({ session: { user } as Session });
    expect(draftKey("f", 1)).not.toBe(mine);
    useSessionStore.setState({ session: null });
    expect(draftKey("f", 1)).toBe(mine);
  });

  it("does not belong to another draft", async () => {
    await kept.write(draftKey("f", 2), record(1, "kept"));
    expect(await findKept(kept, draft, { revision: 1, document: flow("first") })).toEqual({ kind: "none" });
  });
});
