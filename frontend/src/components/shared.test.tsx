import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Star } from "lucide-react";
import { describe, expect, test, vi } from "vitest";
import { ApiError } from "@/api/problem";
import { keyNames } from "@/lib/keys";
import { renderUi } from "@/lib/testing/render";
import { linkTarget } from "./AppLink";
import { confirmAction } from "./confirm";
import { Duration } from "./Duration";
import { ErrorState } from "./ErrorState";
import { IconButton } from "./IconButton";
import { RelativeTime } from "./RelativeTime";
import { percent, RunBars } from "./RunBars";
import { StatusBadge } from "./StatusBadge";
import { activeItem } from "./shell/activeItem";
import { byGroup, matching } from "./shell/paletteItems";

describe("badges and numbers", () => {
  test.each([
    ["RUNNING", "Running"],
    ["TIMED_OUT", "Timed out"],
    ["SOMETHING_NEW", "SOMETHING_NEW"],
  ])("the status %s is said as %s", (status, text) => {
    renderUi(<StatusBadge status={status} />);
    expect(screen.getByText(text)).toBeVisible();
  });

  test("a duration that is not known yet is a dash", () => {
    renderUi(<Duration ms={null} />);
    expect(screen.getByText("–")).toBeVisible();
  });

  test.each([
    [1, "100%"],
    [0.9999, "99%"],
    [0.0001, "1%"],
    [0, "0%"],
    [0.874, "87%"],
  ])("a rate of %d is %s", (rate, text) => {
    expect(percent(rate)).toBe(text);
  });

  test("the bars of runs are told as numbers", () => {
    const run = { createdAt: "2026-01-01T00:00:00Z", durationMs: 1 };
    renderUi(
      <RunBars
        runs={[
          { ...run, id: "1", status: "COMPLETED" },
          { ...run, id: "2", status: "FAILED" },
        ]}
      />,
    );
    expect(screen.getByRole("img", { name: "1 of the last 2 runs succeeded" })).toBeVisible();
  });

  test("a time that never came is never; a time carries its exact moment", () => {
    renderUi(
      <>
        <RelativeTime at={null} />
        <RelativeTime at="2020-01-01T00:00:00Z" />
      </>,
    );
    expect(screen.getByText("never")).toBeVisible();
    expect(screen.getByText(/yr\. ago/)).toHaveAttribute("datetime", "2020-01-01T00:00:00Z");
  });
});

describe("errors and questions", () => {
  test("an error shows the server's words, its fields and the request's id, and can be tried again", async () => {
    const error = new ApiError({
      type: "about:blank",
      title: "Not saved",
      status: 400,
      code: "invalid",
      detail: "Change the name.",
      errors: [{ path: "name", message: "is too long" }],
      requestId: "req-7",
    });
    const retry = vi.fn();
    renderUi(<ErrorState error={error} onRetry={retry} />);

    const alert = screen.getByRole("alert");
    for (const text of ["Not saved", "Change the name.", "is too long", "Request req-7"])
      expect(alert).toHaveTextContent(text);
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(retry).toHaveBeenCalledOnce();
  });

  test.each([
    ["Delete", true],
    ["Cancel", false],
  ])("answering a question with %s gives %s", async (button, answer) => {
    renderUi(<div />);
    const asked = confirmAction({
      title: "Sure?",
      children: "It goes.",
      confirmLabel: "Delete",
      danger: true,
    });
    await userEvent.click(await screen.findByRole("button", { name: button }));
    expect(await asked).toBe(answer);
  });

  test("a button that is an icon has a name", () => {
    renderUi(<IconButton icon={Star} label="Add a star" />);
    expect(screen.getByRole("button", { name: "Add a star" })).toBeVisible();
  });
});

describe("addresses and keys", () => {
  test.each([
    ["/flows", { to: "/flows", search: {} }],
    ["/flows/1?tab=runs&x=a%20b", { to: "/flows/1", search: { tab: "runs", x: "a b" } }],
    ["/flows#top", { to: "/flows", search: {}, hash: "top" }],
  ])("%s is the link %j", (address, target) => {
    expect(linkTarget(address)).toEqual(target);
  });

  test("keys are named as they are printed", () => {
    expect(keyNames("Mod+Shift+Z", false)).toEqual(["Ctrl", "Shift", "Z"]);
    expect(keyNames("Mod+Shift+Z", true)).toEqual(["⌘", "⇧", "Z"]);
  });

  test.each([
    ["/", "home"],
    ["/flows", "flows"],
    ["/flows/1/versions/2/edit", "flows"],
    ["/flowsheet", undefined],
    ["/settings/members", "members"],
  ])("at %s the entry %s is the active one", (pathname, id) => {
    const items = [
      ["home", "/"],
      ["flows", "/flows"],
      ["settings", "/settings"],
      ["members", "/settings/members"],
    ].map(([name = "", to = ""]) => ({ id: name, label: name, to, icon: Star, order: 1 }));
    expect(activeItem(items, pathname)?.id).toBe(id);
  });
});

describe("the lines of Ctrl-K", () => {
  const line = (id: string, group: string, permission?: "edit") => ({
    id,
    label: id,
    group,
    permission,
    run: () => undefined,
  });

  test("match when every word is in the label or the group, and when they are allowed", () => {
    const items = [line("New flow", "Actions", "edit"), line("Flows", "Pages"), line("Runs", "Pages")];
    expect(matching(items, "flow page", ["read"]).map(({ id }) => id)).toEqual(["Flows"]);
    expect(matching(items, "flow", ["read", "edit"]).map(({ id }) => id)).toEqual(["New flow", "Flows"]);
    expect(matching(items, "flow", ["read"]).map(({ id }) => id)).toEqual(["Flows"]);
  });

  test("stand in groups, no line twice", () => {
    const groups = byGroup([line("a", "X"), line("b", "Y"), line("c", "X"), line("a", "X")]);
    expect(groups.map(([group, items]) => [group, items.map(({ id }) => id)])).toEqual([
      ["X", ["a", "c"]],
      ["Y", ["b"]],
    ]);
  });
});
