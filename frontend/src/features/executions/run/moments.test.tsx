import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it } from "vitest";
import type { VisitRow } from "@/api/executions/types";
import { visitRow } from "@/lib/runs/testVisits";
import { type Answers, openAddress, page, testEdges } from "../testApp";
import { execution } from "../testRuns";
import { ID, OVER, serveRun, type World } from "./testRunPage";

const { edges, answer } = testEdges();
beforeAll(() => import("./ExecutionPage"));

const changed = (added: number, replaced: number) => ({
  changes: { added, changed: replaced, removed: 0 },
});
const VISITS = [visitRow(1, "a", changed(1, 0)), visitRow(2, "b", changed(0, 1)), visitRow(3, "a")];
const START = { n: 1, steps_output: {} };
const CHANGES = [
  { seq: 1, patch: [{ op: "add", path: "/who", value: "Ann" }] },
  { seq: 2, patch: [{ op: "replace", path: "/n", value: 2 }] },
  { seq: 3, patch: [] },
];

function serve(world: World = {}, answers: Answers = {}) {
  serveRun(answer, {
    run: OVER,
    visits: VISITS,
    ...world,
    answers: {
      [`/executions/${ID}/context/`]: (query) => ({
        seq: 0,
        side: "after",
        context: query.get("seq") === "0" ? START : { asked: `of ${query.get("seq")}` },
      }),
      [`/executions/${ID}/changes/`]: { results: CHANGES, next: null },
      ...answers,
    },
  });
}

const tree = () => screen.findByRole("tree", { name: "Context" });
const rows = async () => within(await tree()).getAllByRole("treeitem");
const list = () => screen.findByRole("tree", { name: "Steps of the run" });

describe("the moments of a run", () => {
  it("are walked with the arrow keys: the context, the list and the address follow", async () => {
    serve();
    const router = openAddress(`/executions/${ID}?view=timeline&t=1&part=context`);
    await within(await tree()).findByText('"Ann"');
    expect(within(await tree()).getByText("1")).toBeVisible();
    await userEvent.keyboard("{ArrowRight}");
    await within(await tree()).findByText("2");
    await waitFor(() => expect(router.state.location.searchStr).toContain("t=2"));
    await userEvent.keyboard("{Home}");
    await screen.findByRole("heading", { name: "Start of the run" });
    expect((await rows()).map((row) => row.textContent)).not.toContain('who"Ann"');
    await waitFor(() => expect(router.state.location.searchStr).toContain("t=0"));
    await userEvent.keyboard("{End}");
    await waitFor(() => expect(router.state.location.searchStr).toContain("t=3"));
  });

  it("ask the server for one context only, however many are shown", async () => {
    serve();
    openAddress(`/executions/${ID}?view=timeline&t=3&part=context`);
    await within(await tree()).findByText('"Ann"');
    for (const key of ["{ArrowLeft}", "{ArrowLeft}", "{ArrowRight}"]) await userEvent.keyboard(key);
    await within(await tree()).findByText("2");
    const contexts = edges.asked.filter((one) => one.includes("/context/?seq=0"));
    expect(contexts.length).toBe(1);
    expect(edges.asked.filter((one) => one.includes("/changes/")).length).toBe(1);
  });

  it("show what comes later as not there yet, until the whole run is shown again", async () => {
    serve();
    const router = openAddress(`/executions/${ID}?view=timeline&t=2`);
    await waitFor(async () =>
      expect(
        within(await list())
          .getAllByRole("treeitem")
          .map((item) => item.hasAttribute("data-future")),
      ).toEqual([false, false, true]),
    );
    await userEvent.click(screen.getByRole("button", { name: "Whole run" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?seq=2&view=timeline"));
    expect(
      within(await list())
        .getAllByRole("treeitem")
        .some((item) => item.hasAttribute("data-future")),
    ).toBe(false);
  });

  it("mark what the visit wrote, before and after it", async () => {
    serve();
    openAddress(`/executions/${ID}?view=timeline&t=2&part=context`);
    await within(await tree()).findByRole("img", { name: "Changed" });
    await userEvent.click(screen.getByText("Before"));
    await waitFor(async () => expect((await rows()).map((row) => row.textContent)).toContain("n~1"));
    await userEvent.click(screen.getByText("Changes (1)"));
    expect((await screen.findByText("$.n")).closest("li")).toHaveTextContent("changed$.nBefore1After2");
  });

  it("stay where they are while the run goes on", async () => {
    const open = visitRow(4, "b", { status: "RUNNING", endedAt: null, durationMs: null });
    const world: World = { run: {}, visits: VISITS };
    serveRun(answer, {
      ...world,
      answers: {
        [`/executions/${ID}/context/`]: { seq: 0, side: "after", context: START },
        [`/executions/${ID}/changes/`]: { results: CHANGES, next: null },
      },
    });
    openAddress(`/executions/${ID}?view=timeline&t=1&part=context`);
    const slider = await screen.findByRole("slider", { name: "Moment" });
    await waitFor(() => expect(slider).toHaveAttribute("aria-valuemax", "3"));
    expect(slider).toHaveAttribute("aria-valuenow", "1");
    await waitFor(() => expect(edges.sockets.sockets.length).toBe(1));
    VISITS.push(open);
    edges.sockets.last.accept();
    edges.sockets.last.tell({ type: "subscribed", seq: 3 });
    edges.sockets.last.tell({ type: "progress", seq: 4, at: "2026-03-01T10:00:02Z", steps: [] });
    await waitFor(() => expect(slider).toHaveAttribute("aria-valuemax", "4"));
    VISITS.pop();
    expect(slider).toHaveAttribute("aria-valuenow", "1");
    expect(within(await tree()).getByText('"Ann"')).toBeVisible();
  });
});

describe("a value of the context", () => {
  const LINEAGE = {
    path: "$.n",
    seq: 2,
    side: "after",
    found: true,
    value: "2",
    writtenBy: {
      executionId: ID,
      seq: 2,
      path: "b",
      stepInstanceId: "b",
      kind: "OUTPUT_MAPPING",
      expression: "$.total",
      target: "$.n",
      from: ["$.price"],
    },
    earlier: [
      {
        executionId: ID,
        seq: 0,
        path: "",
        stepInstanceId: null,
        kind: "START",
        expression: null,
        target: "$.n",
        from: [],
      },
    ],
    readers: [{ seq: 3, path: "a", stepInstanceId: "a", kind: "INPUT", target: "count", expression: "$.n" }],
    truncated: false,
  };

  it("tells who wrote it and who read it; each leads to its moment", async () => {
    serve({}, { [`/executions/${ID}/lineage/`]: LINEAGE });
    const router = openAddress(`/executions/${ID}?view=timeline&t=2&part=context`);
    await userEvent.click(await within(await tree()).findByText("n"));
    const panel = await screen.findByRole("complementary", { name: "Lineage" });
    const written = await within(panel).findByRole("list", { name: "Written by" });
    expect(written).toHaveTextContent("Check creditVisit 2Output mapping$.total");
    expect(edges.asked).toContain(`GET /executions/${ID}/lineage/?path=%24.n&seq=2&side=after`);
    const earlier = within(panel).getByRole("list", { name: "Written before by" });
    const readers = within(panel).getByRole("list", { name: "Read since by" });
    await userEvent.click(within(readers).getByRole("button"));
    await waitFor(() => expect(router.state.location.searchStr).toContain("t=3"));
    await userEvent.click(within(earlier).getByRole("button"));
    await waitFor(() => expect(router.state.location.searchStr).toContain("t=0"));
  });

  it("leads on to what it was made from, as its writer found it", async () => {
    serve({}, { [`/executions/${ID}/lineage/`]: LINEAGE });
    const router = openAddress(`/executions/${ID}?view=timeline&t=3&part=context&value=%24.n`);
    await userEvent.click(await screen.findByRole("button", { name: "$.price" }));
    await waitFor(() =>
      expect(router.state.location.search).toMatchObject({ t: "2", side: "before", value: "$.price" }),
    );
  });
});

it("tells why a mapping found nothing, and the last run in which it did", async () => {
  const mappingEvents = [
    {
      kind: "INPUT",
      target: "who",
      expression: "$.order.custmer",
      status: "WARN",
      preview: "",
      reason: "No.",
    },
  ];
  const why = {
    expression: "$.order.custmer",
    kind: "INPUT",
    found: false,
    resolvedPrefix: "$.order",
    failedSegment: ".custmer",
    keysThere: ["id", "customer"],
    nearest: "customer",
    reason: '$.order has no "custmer".',
    writers: [{ stepInstanceId: "b", seq: 2 }],
    lastResolved: { executionId: "r-9", seq: 4, endedAt: null, value: '"Bob"' },
  };
  serve({ details: { 1: { mappingEvents } } }, { [`/executions/${ID}/why-empty/`]: why });
  const router = openAddress(`/executions/${ID}?view=timeline&seq=1&part=mappings`);
  await userEvent.click(await screen.findByRole("button", { name: "Why is who empty?" }));
  const told = await screen.findByRole("region", { name: "Why it is empty" });
  await within(told).findByText('$.order has no "custmer".');
  expect(edges.asked).toContain(`GET /executions/${ID}/why-empty/?seq=1&target=who&kind=INPUT`);
  expect(within(told).getByRole("link", { name: "an earlier run" })).toHaveAttribute(
    "href",
    "/executions/r-9?t=4",
  );
  await userEvent.click(within(told).getByRole("button", { name: /Check credit/ }));
  await waitFor(() => expect(router.state.location.searchStr).toContain("t=2"));
});

describe("a fork whose branches are many", () => {
  const fork = visitRow(2, "fork", { stepType: "PARALLEL_FORK_MANAGER" });
  const main = [visitRow(1, "a"), fork, visitRow(9_999, "b")];
  const branch = (index: number, status: VisitRow["status"], executionId = ID) => ({
    index,
    executionId,
    status,
    visits: 2,
    inherited: status === "COMPLETED",
    firstSeq: 10 + index,
    startedAt: "2026-03-01T10:00:00Z",
    endedAt: "2026-03-01T10:00:01Z",
  });
  const steps = [{ stepInstanceId: "x", visits: 4_000, failed: 1, open: 0 }];

  function serveFork(rows: object[], next: string | null = null) {
    serve(
      { run: { ...OVER, progress: { visits: 9_999, done: 0, total: 0, checkpoints: [] } } },
      {
        [`/executions/${ID}/steps/`]: (query) =>
          query.get("branch") === ""
            ? page(main)
            : page([visitRow(13, "fork[3].x", { status: "FAILED" }), visitRow(14, "fork[3].y")]),
        [`/executions/${ID}/branches/`]: (query) =>
          query.get("cursor")
            ? { ...page([branch(7, "COMPLETED")]), total: 4_000, failed: 1, open: 0, steps }
            : { ...page(rows, next), total: 4_000, failed: 1, open: 0, steps },
      },
    );
  }
  const lines = async () =>
    within(await list())
      .getAllByRole("treeitem")
      .map((item) => item.textContent);

  it("reads the main way alone, and lists the branches that failed first when it is opened", async () => {
    serveFork([branch(3, "FAILED"), branch(0, "COMPLETED")]);
    openAddress(`/executions/${ID}?view=timeline`);
    await screen.findByText("1 failed");
    expect(edges.asked).toContain(`GET /executions/${ID}/steps/?branch=&limit=200`);
    expect((await lines()).length).toBe(3);
    await userEvent.click(within(await list()).getByRole("button", { name: "Open" }));
    await waitFor(async () =>
      expect((await lines()).slice(2, 4)).toEqual(["Item 42 steps", "Item 12 steps"]),
    );
    const [failed, kept] = within(await list())
      .getAllByRole("treeitem")
      .slice(2, 4);
    const isKept = (item: HTMLElement | undefined) =>
      item !== undefined && within(item).queryByLabelText("Taken over from an earlier run") !== null;
    expect([isKept(failed), isKept(kept)]).toEqual([false, true]);
    await userEvent.click(await within(await list()).findByText("Item 4"));
    await waitFor(async () => expect((await lines()).slice(2, 5)).toEqual(["Item 42 steps", "x1 s", "y1 s"]));
    expect(edges.asked).toContain(`GET /executions/${ID}/steps/?branch=fork%5B3%5D&limit=200`);
  });

  it("reads more branches when the end of the list comes into view", async () => {
    serveFork([branch(3, "FAILED")], "http://localhost/api/v1/?cursor=two");
    openAddress(`/executions/${ID}?view=timeline`);
    await screen.findByText("1 failed");
    await userEvent.click(within(await list()).getByRole("button", { name: "Open" }));
    await within(await list()).findByText("Item 8");
  });

  it("keeps the branches in sight while they are read again, and reads on at the next event", async () => {
    let eventSeq = 5;
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    let reads = 0;
    const branches = (row: object) => ({ ...page([row]), total: 1, failed: 0, open: 1, steps });
    const progress = { visits: 9_999, done: 0, total: 0, checkpoints: [] };
    serve(
      {},
      {
        [`/executions/${ID}/`]: () => execution({ id: ID, status: "RUNNING", eventSeq, progress }),
        [`/executions/${ID}/steps/`]: page([{ ...fork, status: "RUNNING", endedAt: null }]),
        [`/executions/${ID}/branches/`]: async () => {
          reads += 1;
          if (reads === 1) return branches(branch(0, "RUNNING"));
          await slow;
          return branches(branch(1, "RUNNING"));
        },
      },
    );
    openAddress(`/executions/${ID}?view=timeline`);
    await within(await list()).findByText("Item 1");
    await waitFor(() => expect(edges.sockets.sockets.length).toBe(1));
    const move = () => {
      eventSeq += 1;
      edges.sockets.last.tell({ type: "progress", seq: eventSeq, at: "t" });
    };
    act(() => edges.sockets.last.accept());
    act(() => edges.sockets.last.tell({ type: "subscribed", seq: 5 }));
    act(move);
    await waitFor(() => expect(reads).toBe(2));
    act(move);
    expect(within(await list()).getByText("Item 1")).toBeVisible();
    release();
    await within(await list()).findByText("Item 2");
    await waitFor(() => expect(reads).toBe(3));
  });

  it("opens a branch of a chunk in the chunk's run", async () => {
    serveFork([branch(3, "FAILED", "chunk-1")]);
    const router = openAddress(`/executions/${ID}?view=timeline`);
    await screen.findByText("1 failed");
    await userEvent.click(within(await list()).getByRole("button", { name: "Open" }));
    await userEvent.click(await within(await list()).findByText("Item 4"));
    await waitFor(() => expect(router.state.location.href).toBe("/executions/chunk-1?seq=13"));
  });
});
