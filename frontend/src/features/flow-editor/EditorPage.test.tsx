import { QueryClient } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { screen, waitFor } from "@testing-library/react";
import { http } from "msw";
import { expect, it } from "vitest";
import { flowByIdQuery } from "@/api/flows/flowById";
import { renderUi } from "@/lib/testing/render";
import { flowOf, gives, problem, testServer, versionOf } from "@/lib/testing/server";
import { EditorPage } from "./EditorPage";

const server = testServer();
const FLOW = flowOf();

it("what is open stays open when the flow is asked for again and the server does not answer", {
  timeout: 30_000,
}, async () => {
  const draft = versionOf({ definition: { steps: [] } });
  server.use(gives(`/flows/${FLOW.id}/`, FLOW), gives(`/flows/${FLOW.id}/versions/1/`, draft));
  const root = createRootRoute();
  const page = createRoute({
    getParentRoute: () => root,
    path: "/flows/$flowId/versions/$number/edit",
    component: EditorPage,
  });
  const history = createMemoryHistory({ initialEntries: [`/flows/${FLOW.id}/versions/1/edit`] });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  renderUi(
    <RouterProvider router={createRouter({ routeTree: root.addChildren([page]), history })} />,
    client,
  );
  const open = await screen.findByText("/steps must be an object of steps by id.", {}, { timeout: 10_000 });
  server.use(http.get(`*/api/v1/flows/${FLOW.id}/`, () => problem(503)));
  const { queryKey } = flowByIdQuery(FLOW.id);
  await client.invalidateQueries({ queryKey });
  await waitFor(() => expect(client.getQueryState(queryKey)?.status).toBe("error"));
  expect(open).toBeInTheDocument();
});
