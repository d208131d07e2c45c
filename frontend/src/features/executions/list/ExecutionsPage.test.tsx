import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { parseSearch } from "@/app/search";
import { type Answers, openAddress, page, problem, testEdges } from "../testApp";
import { execution } from "../testRuns";

const { edges, answer } = testEdges();
beforeAll(() => import("./ExecutionsPage"));
afterEach(() => localStorage.clear());

const FLOW = { id: "f1", name: "Order enrichment" };
const run = (end: string, fields = {}) =>
  execution({ id: `01a1fde4-0000-7000-8000-0000${end}`, flowId: "f1", ...fields });
const A = run("aaaaaaaa", { labels: { team: "sales" } });
const B = run("bbbbbbbb", {
  status: "FAILED",
  endedAt: "2026-03-01T10:00:02Z",
  durationMs: 2000,
  error: { errorName: "E", code: "c", message: "no stock", stepInstanceId: "call", attempts: 1, details: {} },
});

function serve(answers: Answers = {}) {
  answer({
    "/flows/": page([FLOW]),
    "/executions/": page([A, B]),
    [`/executions/${A.id}/`]: A,
    "/executions/bulk/": page([]),
    "/executions/count/": { count: 2345, exact: true },
    "/saved-searches/": page([]),
    ...answers,
  });
}

const rowOf = async (end: string) => {
  const row = (await screen.findByRole("link", { name: end })).closest("tr");
  if (!row) throw new Error(`no row ${end}`);
  return row;
};

const event = (seq: number, executionId: string, status: string) => ({
  type: "execution.completed",
  seq,
  executionId,
  flowId: "f1",
  status,
  at: "2026-03-01T10:00:05Z",
  eventSeq: 9,
});

async function goLive() {
  await waitFor(() => expect(edges.sockets.sockets.length).toBeGreaterThan(0));
  act(() => {
    edges.sockets.last.accept();
    edges.sockets.last.tell({ type: "subscribed", seq: 0 });
  });
}

describe("the list of executions", () => {
  it("shows each run with its flow, status, error and labels", async () => {
    serve();
    openAddress("/executions");
    const first = await rowOf("aaaaaaaa");
    await within(first).findByText("Order enrichment");
    expect(first).toHaveTextContent("Running");
    expect(first).toHaveTextContent("v2");
    expect(first).toHaveTextContent("team:sales");
    const second = await rowOf("bbbbbbbb");
    expect(second).toHaveTextContent("Failed");
    expect(second).toHaveTextContent("call: no stock");
    expect(second).toHaveTextContent("2 s");
  });

  it("asks with the filters of its address, and takes one away when its pill is removed", async () => {
    serve();
    const router = openAddress("/executions?status=FAILED,TIMED_OUT&label=team:sales&search=A-17");
    await rowOf("aaaaaaaa");
    const asked = edges.asked.find((line) => line.startsWith("GET /executions/?"));
    const query = new URLSearchParams(asked?.split("?")[1]);
    expect(Object.fromEntries(query)).toEqual({
      limit: "50",
      status: "FAILED,TIMED_OUT",
      label: "team:sales",
      search: "A-17",
    });
    await userEvent.click(screen.getByRole("button", { name: "Remove the filter Label" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?search=A-17&status=FAILED,TIMED_OUT"));
  });

  it("narrows the list by a label with spaces, and refuses what is no label", async () => {
    serve();
    const router = openAddress("/executions");
    await rowOf("aaaaaaaa");
    await userEvent.click(screen.getByRole("button", { name: "More filters" }));
    const field = await screen.findByLabelText("Label");
    await userEvent.type(field, "team");
    await userEvent.click(screen.getByRole("button", { name: "Apply" }));
    expect(screen.getByText("Write a label as key:value.")).toBeVisible();
    await userEvent.type(field, ":north west ");
    await userEvent.click(screen.getByRole("button", { name: "Apply" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?label=team:north+west"));
  });

  it("says what to do when nothing matches, and clears all filters", async () => {
    serve({ "/executions/": (query) => page(query.get("status") ? [] : [A]) });
    openAddress("/executions?status=FAILED");
    await screen.findByText("No run matches these filters");
    await userEvent.click(screen.getAllByRole("button", { name: "Clear all filters" })[0] as HTMLElement);
    await rowOf("aaaaaaaa");
  });

  it("shows where to begin when there are no runs at all", async () => {
    serve({ "/executions/": page([]) });
    openAddress("/executions");
    await screen.findByText("No runs yet");
    expect(screen.getByRole("button", { name: "Go to flows" })).toBeVisible();
  });

  it("says why the list cannot be read, and tries again", async () => {
    let broken = true;
    serve({
      "/executions/": () => (broken ? problem(500, "Internal error", "Look at the log.") : page([A])),
    });
    openAddress("/executions");
    await screen.findByText("Look at the log.");
    broken = false;
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await rowOf("aaaaaaaa");
  });

  it("reads the next page behind the first on demand", async () => {
    const next = "http://localhost:3000/api/v1/executions/?cursor=c2";
    serve({ "/executions/": (query) => (query.get("cursor") === "c2" ? page([B]) : page([A], next)) });
    openAddress("/executions");
    await rowOf("aaaaaaaa");
    await userEvent.click(screen.getByRole("button", { name: "Load more" }));
    await rowOf("bbbbbbbb");
    expect(screen.getByText("2 runs shown")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Load more" })).toBeNull();
  });

  it("changes a run in its place when its event comes", async () => {
    serve({
      [`/executions/${A.id}/`]: {
        ...A,
        status: "COMPLETED",
        endedAt: "2026-03-01T10:00:05Z",
        durationMs: 5000,
      },
    });
    openAddress("/executions");
    await rowOf("aaaaaaaa");
    await goLive();
    act(() => edges.sockets.last.tell(event(1, A.id, "COMPLETED")));
    const row = await rowOf("aaaaaaaa");
    expect(row).toHaveTextContent("Completed");
    await waitFor(() => expect(row).toHaveTextContent("5 s"));
  });

  it("reads a run once more when it moved while it was read", async () => {
    let reads = 0;
    serve({
      [`/executions/${A.id}/`]: () => {
        reads += 1;
        if (reads > 1)
          return { ...A, status: "COMPLETED", endedAt: "2026-03-01T10:00:05Z", durationMs: 5000 };
        edges.sockets.last.tell(event(1, A.id, "COMPLETED"));
        return { ...A, status: "WAITING" };
      },
    });
    openAddress("/executions");
    const row = await rowOf("aaaaaaaa");
    await goLive();
    await waitFor(() => expect(row).toHaveTextContent("5 s"));
    expect(row).toHaveTextContent("Completed");
  });

  it("takes a deleted run out of the list and goes on with the others", async () => {
    serve({
      [`/executions/${A.id}/`]: () => problem(404, "Not found", "There is no such run."),
      [`/executions/${B.id}/`]: { ...B, durationMs: 7000 },
    });
    openAddress("/executions");
    const row = await rowOf("bbbbbbbb");
    await goLive();
    act(() => edges.sockets.last.tell(event(1, A.id, "CANCELLED"), event(2, B.id, "FAILED")));
    await waitFor(() => expect(row).toHaveTextContent("7 s"));
    expect(screen.queryByRole("link", { name: "aaaaaaaa" })).toBeNull();
  });

  it("keeps what it was told of a run while an older list was on its way", async () => {
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const next = "http://localhost:3000/api/v1/executions/?cursor=c2";
    const ended = { ...A, status: "COMPLETED", endedAt: "2026-03-01T10:00:05Z", durationMs: 5000 };
    let over = false;
    serve({
      "/executions/": (query) =>
        query.get("cursor") === "c2" ? slow.then(() => page([B])) : page([A], next),
      [`/executions/${A.id}/`]: () => (over ? ended : A),
    });
    openAddress("/executions");
    const row = await rowOf("aaaaaaaa");
    await goLive();
    await userEvent.click(screen.getByRole("button", { name: "Load more" }));
    over = true;
    act(() => edges.sockets.last.tell(event(1, A.id, "COMPLETED")));
    await waitFor(() => expect(row).toHaveTextContent("5 s"));
    release();
    await rowOf("bbbbbbbb");
    await waitFor(() => expect(row).toHaveTextContent("5 s"));
    expect(row).toHaveTextContent("Completed");
  });

  it("counts new runs instead of moving the list, and shows them when asked", async () => {
    let fresh = false;
    serve({ "/executions/": () => page(fresh ? [run("cccccccc"), A, B] : [A, B]) });
    openAddress("/executions");
    await rowOf("aaaaaaaa");
    fresh = true;
    await goLive();
    act(() => edges.sockets.last.tell(event(1, run("cccccccc").id, "RUNNING")));
    const pill = await screen.findByRole("button", { name: "1 new run" });
    expect(screen.queryByRole("link", { name: "cccccccc" })).toBeNull();
    await userEvent.click(pill);
    await rowOf("cccccccc");
    expect(screen.queryByRole("button", { name: "1 new run" })).toBeNull();
  });

  it("lets an operator cancel a live run from its menu", async () => {
    serve({ [`POST /executions/${A.id}/cancel/`]: { executionId: A.id, status: "RUNNING" } });
    openAddress("/executions");
    await rowOf("aaaaaaaa");
    await userEvent.click(screen.getByRole("button", { name: "Actions for run aaaaaaaa" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Cancel the run" }));
    await userEvent.click(await screen.findByRole("button", { name: "Cancel the run" }));
    await waitFor(() => expect(edges.asked).toContain(`POST /executions/${A.id}/cancel/`));
  });

  it("offers neither cancelling nor choosing to a viewer", async () => {
    serve();
    openAddress("/executions", ["read"]);
    await rowOf("aaaaaaaa");
    expect(screen.queryByRole("checkbox")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Actions for run aaaaaaaa" }));
    await screen.findByRole("menuitem", { name: "Open" });
    expect(screen.queryByRole("menuitem", { name: "Cancel the run" })).toBeNull();
  });

  it("opens the run whose row is clicked", async () => {
    serve();
    const router = openAddress("/executions");
    const row = await rowOf("bbbbbbbb");
    await userEvent.click(within(row).getByText("api"));
    await waitFor(() => expect(router.state.location.pathname).toBe(`/executions/${B.id}`));
  });

  it("keeps the selection when runs change", async () => {
    serve({ [`/executions/${A.id}/`]: { ...A, status: "WAITING" } });
    openAddress("/executions");
    await rowOf("aaaaaaaa");
    await userEvent.click(screen.getByRole("checkbox", { name: "Select run aaaaaaaa" }));
    await goLive();
    act(() => edges.sockets.last.tell(event(1, A.id, "WAITING")));
    expect(await rowOf("aaaaaaaa")).toHaveTextContent("Waiting");
    expect(screen.getByText("1 run selected")).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "Select run aaaaaaaa" })).toBeChecked();
  });

  it("chooses all that match, and forgets them when the filters change", async () => {
    serve();
    openAddress("/executions?status=RUNNING");
    await rowOf("aaaaaaaa");
    await userEvent.click(screen.getByRole("checkbox", { name: "Select run aaaaaaaa" }));
    await userEvent.click(await screen.findByRole("button", { name: "Select all 2,345 that match" }));
    expect(screen.getByText("All 2,345 matching runs selected")).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "Select run bbbbbbbb" })).toBeChecked();
    await userEvent.click(screen.getByRole("button", { name: "Remove the filter Status" }));
    await rowOf("aaaaaaaa");
    await waitFor(() => expect(screen.queryByText(/matching runs selected/)).toBeNull());
    expect(screen.getByRole("checkbox", { name: "Select run bbbbbbbb" })).not.toBeChecked();
  });

  it("leaves out of all that match the runs whose tick is taken away, and says how many are left", async () => {
    const asked: unknown[] = [];
    serve({
      "POST /executions/bulk/": (_, body) => {
        asked.push(body);
        return { count: 2344, exact: true };
      },
    });
    openAddress("/executions?status=RUNNING");
    await rowOf("aaaaaaaa");
    await userEvent.click(screen.getByRole("checkbox", { name: "Select run aaaaaaaa" }));
    await userEvent.click(await screen.findByRole("button", { name: "Select all 2,345 that match" }));
    await userEvent.click(screen.getByRole("checkbox", { name: "Select run bbbbbbbb" }));
    expect(screen.getByText("2,344 matching runs selected, all except 1")).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "Select run aaaaaaaa" })).toBeChecked();
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await screen.findByText("2344 runs are asked to stop.");
    expect(asked).toEqual([{ action: "cancel", filter: { status: "RUNNING" }, except: [B.id] }]);
  });

  it("takes back what was left out by the head of the table, or by choosing all again", async () => {
    serve();
    openAddress("/executions");
    await rowOf("aaaaaaaa");
    const head = screen.getByRole("checkbox", { name: "Select all runs shown" });
    const one = screen.getByRole("checkbox", { name: "Select run aaaaaaaa" });
    await userEvent.click(one);
    await userEvent.click(await screen.findByRole("button", { name: "Select all 2,345 that match" }));
    await userEvent.click(one);
    expect(head).toBePartiallyChecked();
    await userEvent.click(head);
    expect(screen.getByText("All 2,345 matching runs selected")).toBeVisible();
    await userEvent.click(one);
    await userEvent.click(screen.getByRole("button", { name: "Select all 2,345 that match" }));
    expect(one).toBeChecked();
    await userEvent.click(head);
    expect(one).not.toBeChecked();
    expect(screen.queryByRole("button", { name: "Redrive" })).toBeNull();
  });

  it("narrows the list to runs that were not redriven and ended in a time, all in the address", async () => {
    serve();
    const router = openAddress(
      "/executions?endedAfter=2026-03-01T10:00:00Z&endedBefore=2026-03-01T11:00:00Z",
    );
    await rowOf("aaaaaaaa");
    await userEvent.click(screen.getByRole("button", { name: "More filters" }));
    await userEvent.click(await screen.findByRole("combobox", { name: "Redriven" }));
    await userEvent.click(await screen.findByRole("option", { name: "Not yet redriven" }));
    await userEvent.click(screen.getByRole("button", { name: "Apply" }));
    const ended = { endedAfter: "2026-03-01T10:00:00.000Z", endedBefore: "2026-03-01T11:00:00.000Z" };
    await waitFor(() =>
      expect(parseSearch(router.state.location.searchStr)).toEqual({ ...ended, redriven: "false" }),
    );
    await waitFor(() => expect(edges.asked.some((line) => line.includes("redriven=false"))).toBe(true));
    await userEvent.click(await screen.findByRole("button", { name: "Remove the filter Ended" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?redriven=false"));
  });

  it("offers to delete only to those who may", async () => {
    serve();
    openAddress("/executions", ["read", "run"]);
    await rowOf("aaaaaaaa");
    await userEvent.click(screen.getByRole("checkbox", { name: "Select run aaaaaaaa" }));
    expect(await screen.findByRole("button", { name: "Redrive" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Delete" })).toBeNull();
  });

  it("opens a kept search with its filters and its columns", async () => {
    const kept = {
      id: "s1",
      name: "Failed orders",
      query: { status: "FAILED", range: "7d" },
      columns: ["run", "error"],
      shared: true,
      own: false,
      createdBy: "ben",
      createdAt: "2026-03-01T10:00:00Z",
    };
    serve({ "/saved-searches/": page([kept]) });
    const router = openAddress("/executions");
    await rowOf("aaaaaaaa");
    await userEvent.click(screen.getByRole("button", { name: "Saved searches" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: /Failed orders/ }));
    await waitFor(() =>
      expect(parseSearch(router.state.location.searchStr)).toEqual({
        status: "FAILED",
        range: "7d",
        saved: "s1",
      }),
    );
    await rowOf("bbbbbbbb");
    const heads = screen.getAllByRole("columnheader").map((head) => head.textContent);
    expect(heads).toEqual(["", "Run", "Error", "Actions"]);
    expect(screen.getByRole("button", { name: "Failed orders" })).toBeVisible();
  });
});
