import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import type { FlowStatistics } from "@/api/flows/flowStatistics";
import { useFlowStatistics } from "@/lib/flowStatistics";
import { renderUi } from "@/lib/testing/render";
import { problem, testServer } from "@/lib/testing/server";
import { LastRun, SuccessRate } from "./FlowRuns";

const server = testServer();
const FLOW = "0190f000-0000-7000-8000-0000000000f1";
const NEVER_RUN: FlowStatistics = {
  flowId: FLOW,
  runCount: 0,
  runCountIsExact: true,
  successRate: null,
  lastExecution: null,
  recent: [],
};

function Row() {
  const statistics = useFlowStatistics([FLOW])(FLOW);
  return (
    <>
      <div data-testid="last">
        <LastRun statistics={statistics} />
      </div>
      <div data-testid="rate">
        <SuccessRate statistics={statistics} />
      </div>
    </>
  );
}

it("a flow has no runs only once the server has said so", async () => {
  let answer = (_: Response) => {};
  const answered = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  server.use(http.get("*/api/v1/executions/statistics/", () => answered));
  renderUi(<Row />);
  expect(screen.getAllByText("Loading")).toHaveLength(2);
  expect(screen.queryByText("No runs yet")).toBeNull();

  answer(HttpResponse.json({ results: [NEVER_RUN] }));
  expect(await screen.findByText("No runs yet")).toBeVisible();
  expect(screen.getByTestId("rate")).toHaveTextContent(/^–$/);
  expect(screen.queryByText("Loading")).toBeNull();
});

it("statistics that cannot be read are a dash, not a flow without runs", async () => {
  server.use(http.get("*/api/v1/executions/statistics/", () => problem(500)));
  renderUi(<Row />);
  expect(await screen.findAllByText("–")).toHaveLength(2);
  expect(screen.queryByText("No runs yet")).toBeNull();
});
