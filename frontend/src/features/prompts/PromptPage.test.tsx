import { QueryClient } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { act, screen, waitFor } from "@testing-library/react";
import { http } from "msw";
import { afterEach, expect, it } from "vitest";
import { useSessionStore } from "@/lib/session";
import { renderUi } from "@/lib/testing/render";
import { gives, problem, sessionOf, testServer } from "@/lib/testing/server";
import { promptsPlugin } from "./plugin";

const server = testServer();
afterEach(() => useSessionStore.setState({ session: null }));

it("leaves the editor, and what is typed in it, on the page when reading the prompt again fails", async () => {
  const version = {
    ...{ number: 1, status: "draft", revision: 1, content: "Hello", variables: [], outputSchema: null },
    ...{ changeNote: "", createdBy: "ada", updatedBy: "", updatedAt: "2026-01-01T00:00:00Z" },
  };
  server.use(
    gives("/prompts/p/", { id: "p", name: "Greeting", description: "", latestVersion: 1 }),
    gives("/prompts/p/versions/", { results: [version], next: null, previous: null }),
    gives("/prompts/p/versions/1/", version),
  );
  useSessionStore.setState({ session: sessionOf() });
  const root = createRootRoute();
  const router = createRouter({
    routeTree: root.addChildren(promptsPlugin.routes?.(root) ?? []),
    history: createMemoryHistory({ initialEntries: ["/prompts/p"] }),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  renderUi(<RouterProvider router={router} />, client);
  const editor = await screen.findByRole("textbox", { name: "Text" });

  server.use(http.get("*/api/v1/prompts/*", () => problem(503)));
  await act(() => client.refetchQueries({ queryKey: ["prompts", "p"] }));
  await waitFor(() => expect(client.getQueryState(["prompts", "p", "entity"])?.status).toBe("error"));

  expect(screen.getByRole("textbox", { name: "Text" })).toBe(editor);
});
