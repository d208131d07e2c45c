import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it } from "vitest";
import { visitRow } from "@/lib/runs/testVisits";
import { openAddress, testEdges } from "../testApp";
import { ID, OVER, serveRun } from "./testRunPage";

const { edges, answer } = testEdges();
beforeAll(() => import("./ExecutionPage"));

const EVENT = { kind: "INPUT", status: "WARN", preview: "", reason: "There is no custmer." };
const WHY = {
  expression: "$.custmer",
  resolvedPrefix: "$",
  failedSegment: "custmer",
  keysThere: ["customer"],
  nearest: "customer",
  reason: "There is no custmer.",
  writers: [],
  lastResolved: null,
};
const LOGS = [
  { level: "INFO", message: "began" },
  { level: "ERROR", message: "no stock of A-17" },
];

function serve() {
  const mappingEvents = ["who", "whom"].map((target) => ({ ...EVENT, target, expression: "$.custmer" }));
  serveRun(answer, {
    run: OVER,
    visits: [visitRow(1, "a", { warningCount: 2 }), visitRow(2, "b"), visitRow(3, "a")],
    details: { 1: { mappingEvents, logs: LOGS }, 2: { logs: [{ level: "error", message: "of visit 2" }] } },
    answers: { [`/executions/${ID}/why-empty/`]: WHY },
  });
}

const at = (search: string) => openAddress(`/executions/${ID}?view=timeline&${search}`);
const steps = async () => within(await screen.findByRole("tree", { name: "Steps of the run" }));
const shownLogs = () => screen.queryAllByRole("listitem").map((item) => item.textContent);

describe("the address of a run keeps", () => {
  it("which mapping was asked why it is empty, until it is closed", async () => {
    serve();
    const router = at("seq=1&part=mappings");
    const ask = await screen.findByRole("button", { name: "Why is whom empty?" });
    await userEvent.click(ask);
    await screen.findByText("Did you mean");
    expect(router.state.location.searchStr).toContain("&why=INPUT:whom");
    expect(edges.asked.at(-1)).toContain("target=whom");
    await userEvent.click(ask);
    await waitFor(() => expect(screen.queryByText("Did you mean")).toBeNull());
    expect(router.state.location.searchStr).not.toContain("why");
  });

  it("and opens that mapping again from a link", async () => {
    serve();
    at("seq=1&part=mappings&why=INPUT:whom");
    await screen.findByText("Did you mean");
    expect(screen.getByRole("button", { name: "Why is whom empty?" })).toHaveAttribute(
      "aria-expanded",
      "true",
    );
  });

  it("what the steps are searched for, and that only those with problems are listed", async () => {
    serve();
    const router = at("seq=2");
    await userEvent.type(await screen.findByRole("searchbox", { name: "Find a step" }), "load");
    await waitFor(() => expect(router.state.location.searchStr).toContain("&find=load"));
    await userEvent.click(screen.getByRole("switch", { name: "Only with problems" }));
    await waitFor(() =>
      expect(router.state.location.searchStr).toBe("?seq=2&view=timeline&find=load&problems=true"),
    );
    expect((await steps()).getAllByRole("treeitem")).toHaveLength(1);
  });

  it("and narrows the steps again from a link", async () => {
    serve();
    at("find=load&problems=true");
    await waitFor(async () => expect((await steps()).getAllByRole("treeitem")).toHaveLength(1));
    expect(screen.getByRole("searchbox", { name: "Find a step" })).toHaveValue("load");
    expect(screen.getByRole("switch", { name: "Only with problems" })).toBeChecked();
  });

  it("the level and the search of the logs", async () => {
    serve();
    const router = at("seq=1&part=logs");
    await userEvent.click(await screen.findByRole("radio", { name: "error" }));
    expect(shownLogs()).toEqual(["errorno stock of A-17 "]);
    await userEvent.type(screen.getByRole("searchbox", { name: "Find in the logs" }), "A-1");
    await waitFor(() => expect(router.state.location.searchStr).toContain("&part=logs&level=error&log=A-1"));
  });

  it("and shows those logs of the visit of the moment", async () => {
    serve();
    at("t=2&part=logs&level=error");
    await waitFor(() => expect(shownLogs()).toEqual(["errorof visit 2 "]));
    expect(screen.getByRole("radio", { name: "error" })).toBeChecked();
  });
});
