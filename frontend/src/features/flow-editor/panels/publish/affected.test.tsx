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
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";
import type { FlowCaller } from "@/api/flows/flowCallers";
import { renderUi } from "@/lib/testing/render";
import { gives, problem, testServer } from "@/lib/testing/server";
import "../../texts";
import { isAffected } from "./affected";
import { WhoIsAffected } from "./WhoIsAffected";

const server = testServer();

function caller(fields: Partial<FlowCaller>): FlowCaller {
  return {
    flowId: "f1",
    name: "Orders",
    version: 3,
    status: "published",
    pinnedVersion: null,
    steps: ["call"],
    onCompletion: false,
    ...fields,
  };
}

/** Shows who is affected when version 2 is published. */
function show(onLeave = vi.fn()) {
  const root = createRootRoute();
  const page = createRoute({
    getParentRoute: () => root,
    path: "/",
    component: () => <WhoIsAffected flowId="callee" number={2} onLeave={onLeave} />,
  });
  const version = createRoute({ getParentRoute: () => root, path: "/flows/$flowId/versions/$number" });
  const history = createMemoryHistory({ initialEntries: ["/"] });
  const router = createRouter({ routeTree: root.addChildren([page, version]), history });
  renderUi(<RouterProvider router={router} />);
  return router;
}

it.each<[Partial<FlowCaller>, boolean]>([
  [{ pinnedVersion: null }, true],
  [{ pinnedVersion: 2 }, true],
  [{ pinnedVersion: 1 }, false],
  [{ steps: [], onCompletion: true }, false],
  [{ onCompletion: true }, true],
])("when version 2 is published a caller with %j is affected: %s", (fields, affected) => {
  expect(isAffected(caller(fields), 2)).toBe(affected);
});

it("names those that take the new version first, and says why the others do not", async () => {
  const callers = [
    caller({ flowId: "f2", name: "Archive", pinnedVersion: 1, version: 1 }),
    caller({ flowId: "f3", name: "Nightly", status: "draft", steps: ["a", "b"] }),
    caller({ flowId: "f4", name: "Refunds", steps: [], onCompletion: true }),
  ];
  server.use(gives("/flows/callee/callers/", { results: callers }));
  const onLeave = vi.fn();
  const router = show(onLeave);
  const section = await screen.findByRole("region", { name: "Who is affected" });
  expect(
    await within(section).findByText("Flows that start this one take version 2 from their next run on."),
  ).toBeVisible();
  expect(
    within(section)
      .getAllByRole("listitem")
      .map((row) => row.textContent),
  ).toEqual([
    "AffectedNightly v3 · DraftSteps a, b",
    "Not affectedArchive v1 · PublishedStep call · stays with version 1, which it names",
    "Not affectedRefunds v3 · Publishednamed in an action at the end of its runs, which is kept but not carried out",
  ]);
  const { violations } = await axe.run(section, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  await userEvent.click(within(section).getByRole("link", { name: "Nightly" }));
  expect(onLeave).toHaveBeenCalledOnce();
  expect(router.state.location.pathname).toBe("/flows/f3/versions/3");
});

it("says so in one line when no other flow starts this one", async () => {
  server.use(gives("/flows/callee/callers/", { results: [] }));
  show();
  expect(await screen.findByText("No other flow starts the published version of this one.")).toBeVisible();
  expect(screen.queryByRole("list")).toBeNull();
});

it("says what went wrong and asks again", async () => {
  let asked = 0;
  server.use(
    http.get("*/api/v1/flows/callee/callers/", () => {
      asked += 1;
      return asked === 1 ? problem(500, { title: "Broken" }) : HttpResponse.json({ results: [caller({})] });
    }),
  );
  show();
  expect(await screen.findByText("Broken")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: /again|retry/i }));
  expect(await screen.findByRole("link", { name: "Orders" })).toBeVisible();
});
