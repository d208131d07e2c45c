import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import type { ReactElement } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BulkJob } from "@/api/bulk/types";
import { useSessionStore } from "@/lib/session";
import { renderUi } from "@/lib/testing/render";
import { gives, problem, sessionOf, testServer } from "@/lib/testing/server";
import { BulkDialog } from "./BulkDialog";
import { JobCard } from "./JobCard";

const server = testServer();
beforeEach(() => useSessionStore.setState({ session: sessionOf() }));
afterEach(() => useSessionStore.setState({ session: null }));

function jobOf(fields: Partial<BulkJob> = {}): BulkJob {
  return {
    id: "j1",
    action: "redrive",
    status: "RUNNING",
    stage: 1,
    stages: [1, 10, null],
    maxFailureRate: 0.2,
    total: 40,
    done: 9,
    succeeded: 6,
    failed: 2,
    skipped: 1,
    reason: "",
    filter: null,
    version: "published",
    createdBy: "ada",
    createdAt: "2026-03-01T10:00:00Z",
    endedAt: null,
    ...fields,
  };
}

function show(ui: ReactElement) {
  const root = createRootRoute({ component: () => ui });
  renderUi(<RouterProvider router={createRouter({ routeTree: root, history: createMemoryHistory() })} />);
}

describe("the dialog of a job", () => {
  it("says how many runs match, and sends filter, version and stages", async () => {
    const sent: unknown[] = [];
    const asked: string[] = [];
    server.use(
      http.get("*/api/v1/executions/count/", ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json({ count: 412, exact: true });
      }),
      http.post("*/api/v1/executions/bulk/", async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(jobOf(), { status: 202 });
      }),
    );
    const started = vi.fn();
    show(
      <BulkDialog
        action="redrive"
        canary
        target={{ filters: { fingerprint: "abc", attribute: ["a:1", "b:2"] } }}
        onClose={vi.fn()}
        onStarted={started}
      />,
    );
    await screen.findByText("412 runs are redriven.");
    expect(asked).toEqual(["?fingerprint=abc&attribute=a%3A1&attribute=b%3A2"]);
    const rate = screen.getByRole("textbox", { name: "May fail (%)" });
    await userEvent.clear(rate);
    await userEvent.type(rate, "5");
    await userEvent.click(screen.getByRole("button", { name: "Redrive 412 runs" }));
    await waitFor(() => expect(started).toHaveBeenCalledWith(jobOf()));
    expect(sent).toEqual([
      {
        action: "redrive",
        filter: { fingerprint: "abc", attribute: ["a:1", "b:2"] },
        version: "original",
        canary: { stages: [1, 10], maxFailureRate: 0.05 },
      },
    ]);
  });

  it("does not pretend to know a number that the server did not count to the end", async () => {
    server.use(gives("/executions/count/", { count: 10_000, exact: false }));
    show(<BulkDialog action="delete" target={{ filters: {} }} onClose={vi.fn()} onStarted={vi.fn()} />);
    await screen.findByText("At least 10,000 runs match.");
    expect(screen.getByRole("button", { name: "Delete runs" })).toBeEnabled();
  });

  it("cannot be sent when there is nothing to do", async () => {
    const target = { filters: { status: "COMPLETED" } };
    show(<BulkDialog action="cancel" target={target} onClose={vi.fn()} onStarted={vi.fn()} />);
    await screen.findByText("None of them can be meant: nothing would happen.");
    expect(screen.getByRole("button", { name: "Cancel 0 runs" })).toBeDisabled();
  });

  it("is not sent twice when its answer was lost", async () => {
    const keys: (string | null)[] = [];
    server.use(
      http.post("*/api/v1/executions/bulk/", ({ request }) => {
        keys.push(request.headers.get("Idempotency-Key"));
        return keys.length === 1 ? HttpResponse.error() : HttpResponse.json(jobOf(), { status: 202 });
      }),
    );
    const started = vi.fn();
    show(<BulkDialog action="cancel" target={{ ids: ["a"] }} onClose={vi.fn()} onStarted={started} />);
    await userEvent.click(await screen.findByRole("button", { name: "Cancel 1 run" }));
    await screen.findByText("The server cannot be reached");
    await userEvent.click(screen.getByRole("button", { name: "Cancel 1 run" }));
    await waitFor(() => expect(started).toHaveBeenCalled());
    expect(keys[0]).toBeTruthy();
    expect(keys[1]).toBe(keys[0]);
  });

  it("says why the server refuses", async () => {
    server.use(
      http.post("*/api/v1/executions/bulk/", () =>
        problem(403, { detail: "Deleting needs the role admin." }),
      ),
    );
    show(<BulkDialog action="delete" target={{ ids: ["a"] }} onClose={vi.fn()} onStarted={vi.fn()} />);
    await userEvent.click(await screen.findByRole("button", { name: "Delete 1 run" }));
    await screen.findByText("Deleting needs the role admin.");
  });
});

describe("a job", () => {
  it("shows how far it is, its stage, and when it stops", async () => {
    show(<JobCard job={jobOf()} />);
    await screen.findByText("9 of 40 done · 6 succeeded · 2 failed · 1 skipped");
    expect(screen.getByText(/Stage 2 of 3: 10 runs · stops above 20 % failures/)).toBeVisible();
    expect(screen.getByText(/on version published/)).toBeVisible();
  });

  it("is stopped by its button", async () => {
    const stopped = vi.fn();
    server.use(
      http.post("*/api/v1/executions/bulk/j1/stop/", () => {
        stopped();
        return HttpResponse.json(jobOf({ status: "STOPPED" }), { status: 202 });
      }),
    );
    show(<JobCard job={jobOf()} />);
    await userEvent.click(await screen.findByRole("button", { name: "Stop the job" }));
    await waitFor(() => expect(stopped).toHaveBeenCalledOnce());
  });

  it("says why it stopped, and has no button to stop it again", async () => {
    show(<JobCard job={jobOf({ status: "STOPPED", reason: "1 of the 1 runs failed." })} />);
    expect(within(await screen.findByRole("alert")).getByText("1 of the 1 runs failed.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Stop the job" })).toBeNull();
  });

  it("is not stopped by a viewer", async () => {
    useSessionStore.setState({ session: sessionOf(["read"]) });
    show(<JobCard job={jobOf()} />);
    await screen.findByText("Redrive 40 runs");
    expect(screen.queryByRole("button", { name: "Stop the job" })).toBeNull();
  });
});
