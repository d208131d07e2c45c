import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { type Dispatch, type SetStateAction, useState } from "react";
import { afterEach, expect, it } from "vitest";
import { useSessionStore } from "@/lib/session";
import { renderUi } from "@/lib/testing/render";
import { flowOf, gives, sessionOf, testServer, versionOf } from "@/lib/testing/server";
import type { Flow } from "../flowStatus";
import "../texts";
import { SettingsTab } from "./SettingsTab";

const FLOW = flowOf();
const server = testServer(
  gives("/flows/tags/", { results: [] }),
  gives(`/flows/${FLOW.id}/versions/1/`, versionOf({ status: "published" })),
);

afterEach(() => useSessionStore.setState({ session: null }));

it("keeps what is typed when somebody else saves, and saves only that", { timeout: 30_000 }, async () => {
  const saved: unknown[] = [];
  server.use(
    http.patch(`*/api/v1/flows/${FLOW.id}/`, async ({ request }) => {
      saved.push(await request.json());
      return HttpResponse.json(FLOW);
    }),
  );
  useSessionStore.setState({ session: sessionOf() });
  let show: Dispatch<SetStateAction<Flow>> = () => undefined;
  const Page = () => {
    const [flow, setFlow] = useState<Flow>(FLOW);
    show = setFlow;
    return <SettingsTab flow={flow} />;
  };
  const router = createRouter({
    routeTree: createRootRoute({ component: Page }),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  renderUi(<RouterProvider router={router} />);
  const user = userEvent.setup();
  await user.type(await screen.findByRole("textbox", { name: /^Name/ }), "s ");
  act(() => show({ ...FLOW, description: "Theirs.", updatedAt: "2026-01-03T00:00:00Z" }));
  expect(screen.getByRole("textbox", { name: /^Name/ })).toHaveValue("Expense approvals ");
  expect(screen.getByRole("textbox", { name: /^Description/ })).toHaveValue("Theirs.");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(saved).toEqual([{ name: "Expense approvals" }]));
});
