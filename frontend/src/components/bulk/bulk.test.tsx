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

/** A server that says how many runs a job is for, and takes jobs; what it was asked and what it was sent. */
function takesJobs(preview: { count: number; exact: boolean }) {
  const asked: unknown[] = [];
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/v1/executions/bulk/", async ({ request }) => {
      const body = await request.json();
      if (new URL(request.url).searchParams.get("preview") === "true") {
        asked.push(body);
        return HttpResponse.json(preview);
      }
      sent.push(body);
      return HttpResponse.json(jobOf(), { status: 202 });
    }),
  );
  return { asked, sent };
}

function show(ui: ReactElement) {
  const root = createRootRoute({ component: () => ui });
  renderUi(<RouterProvider router={createRouter({ routeTree: root, history: createMemoryHistory() })} />);
}

describe("the dialog of a job", () => {
  it("says how many runs it is for, and sends filter, exceptions, version and stages", async () => {
    const { sent, asked } = takesJobs({ count: 412, exact: true });
    const started = vi.fn();
    show(
      <BulkDialog
        action="redrive"
        canary
        target={{ filters: { fingerprint: "abc", attribute: ["a:1", "b:2"] }, except: ["x"] }}
        onClose={vi.fn()}
        onStarted={started}
      />,
    );
    await screen.findByText("412 runs are redriven.");
    const filter = { fingerprint: "abc", attribute: ["a:1", "b:2"] };
    expect(asked).toEqual([{ action: "redrive", filter, except: ["x"] }]);
    const rate = screen.getByRole("textbox", { name: "May fail (%)" });
    await userEvent.clear(rate);
    await userEvent.type(rate, "5");
    await userEvent.click(screen.getByRole("button", { name: "Redrive 412 runs" }));
    await waitFor(() => expect(started).toHaveBeenCalledWith(jobOf()));
    expect(sent).toEqual([
      {
        action: "redrive",
        filter,
        except: ["x"],
        version: "original",
        canary: { stages: [1, 10], maxFailureRate: 0.05 },
      },
    ]);
  });

  it("redrives runs of one flow on a version by its number", async () => {
    const { sent } = takesJobs({ count: 2, exact: true });
    const versions = [
      { number: 7, status: "draft", changeNote: "" },
      { number: 3, status: "superseded", changeNote: "Asks twice" },
    ];
    server.use(gives("/flows/f1/versions/", { results: versions, next: null, previous: null }));
    const started = vi.fn();
    show(
      <BulkDialog
        action="redrive"
        target={{ filters: { flow: "f1" } }}
        flow="f1"
        onClose={vi.fn()}
        onStarted={started}
      />,
    );
    await screen.findByText("2 runs are redriven.");
    await userEvent.click(screen.getByRole("combobox", { name: "On which version" }));
    await screen.findByRole("option", { name: "Version 7 · draft" });
    await userEvent.click(screen.getByRole("option", { name: "Version 3 · published before · Asks twice" }));
    await userEvent.click(screen.getByRole("button", { name: "Redrive 2 runs" }));
    await waitFor(() => expect(started).toHaveBeenCalled());
    expect(sent).toEqual([{ action: "redrive", filter: { flow: "f1" }, version: 3 }]);
  });

  it("has no numbers of versions for runs of several flows", async () => {
    takesJobs({ count: 2, exact: true });
    show(<BulkDialog action="redrive" target={{ filters: {} }} onClose={vi.fn()} onStarted={vi.fn()} />);
    await screen.findByText("2 runs are redriven.");
    await userEvent.click(screen.getByRole("combobox", { name: "On which version" }));
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual([
      "The version each ran on",
      "The published version",
      "The draft",
    ]);
  });

  it("does not pretend to know a number that the server did not count to the end", async () => {
    takesJobs({ count: 10_000, exact: false });
    show(<BulkDialog action="delete" target={{ filters: {} }} onClose={vi.fn()} onStarted={vi.fn()} />);
    await screen.findByText("At least 10,000 runs match.");
    expect(screen.getByRole("button", { name: "Delete runs" })).toBeEnabled();
  });

  it("cannot be sent when there is nothing to do", async () => {
    takesJobs({ count: 0, exact: true });
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

  it("is another wish, not the one whose answer was lost, once it asks for something else", async () => {
    const keys: (string | null)[] = [];
    server.use(
      http.post("*/api/v1/executions/bulk/", ({ request }) => {
        keys.push(request.headers.get("Idempotency-Key"));
        return keys.length === 1 ? HttpResponse.error() : HttpResponse.json(jobOf(), { status: 202 });
      }),
    );
    const started = vi.fn();
    show(<BulkDialog action="redrive" target={{ ids: ["a"] }} onClose={vi.fn()} onStarted={started} />);
    await userEvent.click(await screen.findByRole("button", { name: "Redrive 1 run" }));
    await screen.findByText("The server cannot be reached");
    await userEvent.click(screen.getByRole("switch"));
    await userEvent.click(screen.getByRole("button", { name: "Redrive 1 run" }));
    await waitFor(() => expect(started).toHaveBeenCalled());
    expect(keys[1]).toBeTruthy();
    expect(keys[1]).not.toBe(keys[0]);
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
