import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it } from "vitest";
import { visitRow } from "@/lib/runs/testVisits";
import { openAddress, problem, testEdges } from "../testApp";
import { execution } from "../testRuns";
import { DEFINITION, ID, OVER, serveRun, type World } from "./testRunPage";

const { edges, answer } = testEdges();
beforeAll(() => Promise.all([import("./ExecutionPage"), import("./ResumeDialog")]));

const serve = (world: World) => serveRun(answer, world);

async function goLive() {
  await waitFor(() => expect(edges.sockets.sockets.length).toBe(1));
  act(() => {
    edges.sockets.last.accept();
    edges.sockets.last.tell({ type: "subscribed", seq: 3 });
  });
}

describe("the page of an execution", () => {
  it("says how the run went, and shows the steps by their names", async () => {
    serve({ run: { ...OVER, labels: { team: "sales" } } });
    openAddress(`/executions/${ID}?view=timeline`);
    await screen.findByRole("heading", { level: 1, name: "Orders · Run 0000e001" });
    expect(screen.getByText("version 2")).toHaveAttribute("href", `/flows/${execution().flowId}/versions/2`);
    expect(screen.getByText("team:sales")).toBeVisible();
    const list = await screen.findByRole("tree", { name: "Steps of the run" });
    await waitFor(() =>
      expect(
        within(list)
          .getAllByRole("treeitem")
          .map((item) => item.textContent),
      ).toEqual(["Load order1 s", "Check credit1 s"]),
    );
    expect(edges.sockets.sockets).toEqual([]);
  });

  it("shows the visit of its address, and the address follows the choice", async () => {
    serve({ run: OVER });
    const router = openAddress(`/executions/${ID}?view=timeline&seq=1`);
    await screen.findByText('"to 1"');
    const list = await screen.findByRole("tree", { name: "Steps of the run" });
    await userEvent.click(await within(list).findByRole("treeitem", { name: /Check credit/ }));
    await screen.findByText('"to 2"');
    expect(router.state.location.searchStr).toBe("?seq=2&view=timeline");
  });

  it.each([
    ["api", true],
    ["fork", false],
  ])("offers to run it again when its trigger is %s: %s", async (trigger, offered) => {
    serve({ run: { ...OVER, trigger } });
    openAddress(`/executions/${ID}?view=timeline&seq=1`);
    await screen.findByText('"to 1"');
    const names = ["Run again", "Restart here"];
    expect(names.map((name) => screen.queryByRole("button", { name }) !== null)).toEqual([offered, offered]);
  });

  it("walks the steps with the arrow keys", async () => {
    serve({ run: OVER });
    const router = openAddress(`/executions/${ID}?view=timeline&seq=1`);
    const list = await screen.findByRole("tree", { name: "Steps of the run" });
    list.focus();
    await userEvent.keyboard("{ArrowDown}");
    await waitFor(() => expect(router.state.location.searchStr).toContain("seq=2"));
    await userEvent.keyboard("{Home}");
    await waitFor(() => expect(router.state.location.searchStr).toContain("seq=1"));
  });

  it("follows a run: new steps come, those under way end, without a reload", async () => {
    const open = visitRow(2, "b", { status: "RUNNING", endedAt: null, durationMs: null });
    const world: World = { run: {}, visits: [visitRow(1, "a"), open] };
    serve(world);
    openAddress(`/executions/${ID}?view=timeline&seq=1`);
    const list = await screen.findByRole("tree", { name: "Steps of the run" });
    await goLive();
    expect(edges.sockets.last.said).toEqual([{ type: "subscribe", after: 3 }]);
    world.run = { ...OVER, eventSeq: 5 };
    world.visits = [visitRow(1, "a"), visitRow(2, "b"), visitRow(3, "a")];
    act(() =>
      edges.sockets.last.tell(
        { type: "progress", seq: 4, at: "2026-03-01T10:00:02Z", steps: [] },
        { type: "execution.completed", seq: 5, at: "2026-03-01T10:00:02Z" },
      ),
    );
    await waitFor(() => expect(within(list).getAllByRole("treeitem").length).toBe(3));
    await waitFor(() => expect(screen.queryByText("Running")).toBeNull());
    expect(edges.sockets.last.closed).toBe(true);
    expect(screen.getByText('"to 1"')).toBeVisible();
  });

  it("says why the run failed and leads to the step", async () => {
    const error = {
      errorName: "PermanentStepError",
      code: "no_stock",
      message: "There is no stock.",
      stepInstanceId: "b",
      attempts: 1,
      details: {},
    };
    serve({
      run: { ...OVER, status: "FAILED", error },
      visits: [visitRow(1, "a"), visitRow(2, "b", { status: "FAILED", error })],
    });
    openAddress(`/executions/${ID}?view=timeline&seq=1`);
    await screen.findByText("PermanentStepError at Check credit");
    await userEvent.click(await screen.findByRole("button", { name: "Go to the step" }));
    expect(await screen.findByRole("tab", { name: "Error" })).toHaveAttribute("aria-selected", "true");
    expect(screen.getByText("no_stock")).toBeVisible();
  });

  it("tells each mapping, and why one found nothing", async () => {
    const reason = '$.order has no "custmer"; it has "id".';
    const mappingEvents = [
      { kind: "INPUT", target: "who", expression: "$.order.custmer", status: "WARN", preview: "", reason },
      { kind: "OUTPUT", target: "$.x", expression: "$", status: "SUCCESS", preview: "{}" },
    ];
    serve({ run: OVER, details: { 1: { mappingEvents } } });
    openAddress(`/executions/${ID}?view=timeline&seq=1`);
    await userEvent.click(await screen.findByRole("tab", { name: /Mappings/ }));
    expect(screen.getByText(reason)).toBeVisible();
    expect(screen.getByRole("img", { name: "Found nothing" })).toBeVisible();
  });

  it("tells each condition with its truth and what it compared", async () => {
    const transition = {
      kind: "CONDITION" as const,
      condition: "$.n > 1",
      nextStepInstanceId: "b",
      operands: [],
    };
    const operands = [
      { expression: "$.n", value: 7 },
      { expression: "$.vip", value: null, missing: true },
    ];
    const mappingEvents = [
      { kind: "CONDITION", target: "b", expression: "$.n > 1", status: "SUCCESS", preview: "true", operands },
    ];
    serve({ run: OVER, visits: [visitRow(1, "a", { transition })], details: { 1: { mappingEvents } } });
    openAddress(`/executions/${ID}?view=timeline&seq=1`);
    await userEvent.click(await screen.findByRole("tab", { name: "Transition" }));
    const compared = screen.getByRole("list", { name: "What was compared" });
    expect(
      within(compared)
        .getAllByRole("listitem")
        .map((item) => item.textContent),
    ).toEqual(["$.n=7", "$.vip=not there"]);
    expect(screen.getByText("true")).toBeVisible();
  });

  it("shows what a step changed, before and after", async () => {
    const contextDiff = [{ op: "replace", path: "/n", value: 4 }];
    serve({
      run: OVER,
      details: { 1: { contextDiff } },
      answers: { [`/executions/${ID}/context/`]: { seq: 1, side: "before", context: { n: 3 } } },
    });
    openAddress(`/executions/${ID}?view=timeline&seq=1`);
    await userEvent.click(await screen.findByRole("tab", { name: /Context/ }));
    await userEvent.click(await screen.findByText("Changes (1)"));
    await screen.findByText("$.n");
    const change = screen.getByText("$.n").closest("li");
    expect(change).toHaveTextContent("changed$.nBefore3After4");
    expect(edges.asked).toContain(`GET /executions/${ID}/context/?seq=1&side=before`);
  });

  it("gives a waiting run the payload that an operator writes", async () => {
    const wait = visitRow(2, "b", { stepType: "WAIT_FOR_EXTERNAL_EVENT", status: "WAITING", endedAt: null });
    const payloadSchema = { type: "object", properties: { approved: { type: "boolean" } } };
    const details = {
      2: {
        metadata: { correlationKey: "k-1", resumeToken: "tok", resumeUrl: "http://x/resume/tok/" },
        config: { payloadSchema },
      },
    };
    serve({
      run: { status: "WAITING" },
      visits: [visitRow(1, "a"), wait],
      details,
      answers: { "POST /resume/tok/": { status: "DELIVERED", executionId: ID } },
    });
    openAddress(`/executions/${ID}?view=timeline`);
    await userEvent.click(await screen.findByRole("button", { name: "Resume with payload" }));
    const dialog = await screen.findByRole("dialog", { name: "Resume with payload" });
    expect(await within(dialog).findByLabelText("Correlation key")).toHaveValue("k-1");
    await userEvent.click(within(dialog).getByRole("button", { name: "Resume" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(edges.asked).toContain("POST /resume/tok/");
  });

  it("keeps what is typed for a waiting run while the run is paused and its wait ends", async () => {
    const wait = visitRow(2, "b", { stepType: "WAIT_FOR_EXTERNAL_EVENT", status: "WAITING", endedAt: null });
    const payloadSchema = { type: "object", properties: { comment: { type: "string", title: "Comment" } } };
    const details = { 2: { metadata: { resumeToken: "tok" }, config: { payloadSchema } } };
    const world: World = { run: { status: "WAITING" }, visits: [wait], details };
    serve(world);
    openAddress(`/executions/${ID}?view=timeline`);
    await userEvent.click(await screen.findByRole("button", { name: "Resume with payload" }));
    const dialog = await screen.findByRole("dialog", { name: "Resume with payload" });
    await userEvent.type(await within(dialog).findByLabelText("Comment"), "fine");
    await goLive();
    world.run = { status: "PAUSED", eventSeq: 4 };
    act(() => edges.sockets.last.tell({ type: "execution.paused", seq: 4, at: "2026-03-01T10:00:02Z" }));
    await waitFor(() => expect(screen.queryByText(/waits for an event/)).toBeNull());
    expect(within(dialog).getByLabelText("Comment")).toHaveValue("fine");
    world.run = { ...OVER, eventSeq: 5 };
    world.visits = [visitRow(2, "b", { stepType: "WAIT_FOR_EXTERNAL_EVENT" })];
    act(() =>
      edges.sockets.last.tell(
        { type: "progress", seq: 5, at: "2026-03-01T10:00:03Z", steps: [] },
        { type: "execution.completed", seq: 6, at: "2026-03-01T10:00:03Z" },
      ),
    );
    await waitFor(() => expect(edges.sockets.last.closed).toBe(true));
    expect(within(dialog).getByLabelText("Comment")).toHaveValue("fine");
  });

  it("keeps the dialog open and says why a payload is refused", async () => {
    const wait = visitRow(2, "b", { stepType: "WAIT_FOR_EXTERNAL_EVENT", status: "WAITING", endedAt: null });
    serve({
      run: { status: "WAITING" },
      visits: [wait],
      details: { 2: { metadata: { resumeToken: "tok" } } },
      answers: { "POST /resume/tok/": () => problem(400, "Invalid", "approved is required.") },
    });
    openAddress(`/executions/${ID}?view=timeline`);
    await userEvent.click(await screen.findByRole("button", { name: "Resume with payload" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(await within(dialog).findByRole("button", { name: "Resume" }));
    await within(dialog).findByText("approved is required.");
  });

  it.each([
    ["RUNNING", ["Pause", "Cancel"], ["Resume"]],
    ["PAUSED", ["Resume", "Cancel"], ["Pause"]],
    ["COMPLETED", [], ["Pause", "Cancel", "Resume"]],
  ] as const)("offers of a run that is %s what can be asked of it", async (status, offered, others) => {
    serve({ run: { status } });
    openAddress(`/executions/${ID}?view=timeline`);
    await screen.findByRole("button", { name: "Open in editor" });
    for (const name of offered) expect(screen.getByRole("button", { name })).toBeVisible();
    for (const name of others) expect(screen.queryByRole("button", { name })).toBeNull();
  });

  it("offers a viewer to look only", async () => {
    serve({
      run: { status: "WAITING" },
      visits: [visitRow(1, "b", { stepType: "WAIT_FOR_EXTERNAL_EVENT", status: "WAITING" })],
    });
    openAddress(`/executions/${ID}?view=timeline`, ["read"]);
    await screen.findByText("Waits for an event at Check credit");
    for (const name of ["Pause", "Cancel", "Resume with payload"])
      expect(screen.queryByRole("button", { name })).toBeNull();
    expect(screen.getByRole("button", { name: "Show in editor" })).toBeVisible();
  });

  it("opens the draft at the chosen step, made from the run's version when there is none", async () => {
    const version = (number: number) => ({ number, status: "published", definition: DEFINITION });
    const flow = `/flows/${execution().flowId}`;
    serve({
      run: OVER,
      answers: {
        [`${flow}/`]: { id: execution().flowId, name: "Orders", latestVersion: 3 },
        [`${flow}/versions/2/`]: version(2),
        [`${flow}/versions/3/`]: version(3),
        [`POST ${flow}/versions/`]: { ...version(4), status: "draft" },
      },
    });
    const router = openAddress(`/executions/${ID}?view=timeline&seq=1`);
    await userEvent.click(await screen.findByRole("button", { name: "Open in editor" }));
    await waitFor(() => expect(router.state.location.href).toBe(`${flow}/versions/4/edit?step=a`));
  });

  it("shows the input, the output and the context of the run", async () => {
    serve({
      run: { ...OVER, input: { order: "A-17" }, output: { points: 72 } },
      answers: { [`/executions/${ID}/context/`]: { seq: 2, side: "after", context: { done: "yes" } } },
    });
    openAddress(`/executions/${ID}?tab=data`);
    await screen.findByText('"A-17"');
    expect(screen.getByText("72")).toBeVisible();
    await screen.findByText('"yes"');
    expect(screen.getByRole("heading", { name: "Final context" })).toBeVisible();
  });

  it("finds steps by name, and those with problems", async () => {
    serve({ run: OVER, visits: [visitRow(1, "a", { warningCount: 1 }), visitRow(2, "b")] });
    openAddress(`/executions/${ID}`);
    const list = await screen.findByRole("tree", { name: "Steps of the run" });
    await userEvent.type(screen.getByRole("searchbox", { name: "Find a step" }), "credit");
    expect(within(list).getAllByRole("treeitem").length).toBe(1);
    await userEvent.clear(screen.getByRole("searchbox", { name: "Find a step" }));
    await userEvent.click(screen.getByRole("switch", { name: "Only with problems" }));
    expect(within(list).getByRole("treeitem")).toHaveTextContent("Load order");
  });

  it("says that there is no such run", async () => {
    serve({
      answers: { [`/executions/${ID}/`]: () => problem(404, "Not found", "There is no execution x.") },
    });
    openAddress(`/executions/${ID}`);
    await screen.findByText("There is no execution x.");
    expect(screen.getAllByRole("link", { name: "Executions" })[0]).toHaveAttribute("href", "/executions");
  });
});
