import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, it, vi } from "vitest";
import type { Impact } from "@/api/versions/versionImpact";
import { renderUi } from "@/lib/testing/render";
import { gives, testServer } from "@/lib/testing/server";
import "../../texts";
import { ImpactOnRuns } from "./ImpactOnRuns";
import { impactCounts } from "./impact";

const server = testServer();

function impact(fields: Partial<Impact> = {}): Impact {
  const counts = { same: 0, differs: 0, breaks: 0, notReplayable: 0, replayed: 0 };
  return { version: 2, runs: [], groups: [], ranOutOfTime: false, ...counts, ...fields };
}

function show(onLeave = vi.fn()) {
  const root = createRootRoute();
  const page = createRoute({
    getParentRoute: () => root,
    path: "/",
    component: () => <ImpactOnRuns flowId="f" number={2} revision={5} onLeave={onLeave} />,
  });
  const fix = createRoute({ getParentRoute: () => root, path: "/executions/$executionId/fix" });
  const history = createMemoryHistory({ initialEntries: ["/"] });
  const router = createRouter({ routeTree: root.addChildren([page, fix]), history });
  renderUi(<RouterProvider router={router} />);
  return router;
}

it("counts the verdicts that there are, the best first", () => {
  expect(impactCounts(impact({ same: 46, breaks: 1, differs: 3 }))).toEqual([
    ["same", 46],
    ["differs", 3],
    ["breaks", 1],
  ]);
});

it("says how many runs go another way, where, and leads to one", async () => {
  const id = "01a1fde4-0000-7000-8000-00000000e001";
  const at = {
    ...{ seq: 4, path: "credit", stepInstanceId: "credit", stepName: "Check credit" },
    ...{ kind: "transition" as const, message: "takes another way" },
  };
  const run = { executionId: id, flowVersion: 1, endedAt: null, verdict: "differs" as const, reason: "", at };
  const group = { verdict: "differs" as const, count: 1, executionIds: [id], ...at };
  server.use(
    gives(
      "/flows/f/versions/2/impact/",
      impact({ same: 1, differs: 1, replayed: 2, runs: [run, run], groups: [group] }),
    ),
  );
  const onLeave = vi.fn();
  const router = show(onLeave);
  const section = await screen.findByRole("region", { name: "Impact on recent runs" });
  expect(await within(section).findByText(/1 the same, 1 goes another way/)).toBeVisible();
  expect(within(section).getByRole("listitem").textContent).toBe(
    "1 otherAt Check credittakes another wayRun 0000e001",
  );
  const { violations } = await axe.run(section, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map((one) => one.id)).toEqual([]);
  await userEvent.click(within(section).getByRole("link", { name: "Run 0000e001" }));
  expect(onLeave).toHaveBeenCalledOnce();
  expect(router.state.location.pathname).toBe(`/executions/${id}/fix`);
  expect(router.state.location.search).toEqual({ seq: "4", version: "2" });
});

it.each([
  [false, "No run of this flow is over yet: there is nothing to try it on."],
  [true, "There was no time to drive a run again."],
])("says so when nothing was driven again (out of time: %s)", async (ranOutOfTime, text) => {
  server.use(gives("/flows/f/versions/2/impact/", impact({ ranOutOfTime })));
  show();
  expect(await screen.findByText(text)).toBeVisible();
});
