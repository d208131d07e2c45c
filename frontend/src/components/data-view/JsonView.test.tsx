import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { useState } from "react";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { renderUi } from "@/lib/testing/render";
import { JsonView } from "./JsonView";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const value = { order: { id: "A-1", total: 120, lines: [{ sku: "x" }] }, text: "long ".repeat(100) };
const row = (name: RegExp) => screen.getByRole("treeitem", { name });

/** One value after the other, as when somebody walks the moments of a run. */
function Moments({ of, chosen }: { of: readonly object[]; chosen: string }) {
  const [at, setAt] = useState(0);
  return (
    <>
      <button type="button" onClick={() => setAt(at + 1)}>
        Next
      </button>
      <JsonView value={of[at]} ariaLabel="Context" chosen={chosen} />
    </>
  );
}

describe("JsonView", () => {
  it("is a tree that the arrow keys walk and open", async () => {
    const user = userEvent.setup();
    renderUi(<JsonView value={value} ariaLabel="Context" />);
    const tree = screen.getByRole("tree", { name: "Context" });
    tree.focus();
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(document.getElementById(tree.getAttribute("aria-activedescendant") ?? "")).toBe(row(/^lines/));
    expect(row(/^lines/)).toHaveAttribute("aria-expanded", "false");
    await user.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}");
    expect(row(/^sku/)).toHaveAttribute("aria-level", "5");
  });

  it("gives the path of the value that Enter is pressed on", async () => {
    const user = userEvent.setup();
    const onPick = vi.fn();
    renderUi(<JsonView value={value} ariaLabel="Context" onPick={onPick} />);
    screen.getByRole("tree").focus();
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(onPick.mock.calls).toEqual([["$.order.id"]]);
  });

  it("cuts a long text and shows all of it when asked", async () => {
    const user = userEvent.setup();
    renderUi(<JsonView value={value} ariaLabel="Context" />);
    expect(row(/^text/).textContent?.length).toBeLessThan(250);
    await user.click(screen.getByRole("button", { name: "Show all of it" }));
    expect(row(/^text/).textContent?.length).toBeGreaterThan(499);
  });

  it("searches, says which match of how many, and opens the way to it", async () => {
    const user = userEvent.setup();
    renderUi(<JsonView value={value} ariaLabel="Context" />);
    await user.type(screen.getByRole("textbox", { name: "Search in the data" }), "sku");
    expect(await screen.findByText("1 of 1")).toBeInTheDocument();
    expect(await screen.findByRole("treeitem", { name: /^sku/ })).toBeInTheDocument();
  });

  it("opens the way to the value that is chosen from elsewhere and makes it the active line, once", async () => {
    const user = userEvent.setup();
    renderUi(<Moments of={[{}, value, { ...value }]} chosen="$.order.lines[0].sku" />);
    const next = screen.getByRole("button", { name: "Next" });
    await user.click(next);
    const tree = screen.getByRole("tree");
    expect(row(/^sku/)).toHaveAttribute("data-chosen", "true");
    expect(document.getElementById(tree.getAttribute("aria-activedescendant") ?? "")).toBe(row(/^sku/));
    tree.focus();
    await user.keyboard("{ArrowLeft}{ArrowLeft}{ArrowLeft}{ArrowLeft}");
    await user.click(next);
    expect(screen.queryByRole("treeitem", { name: /^sku/ })).toBeNull();
  });

  it("loads the large value that the chosen one lies in", async () => {
    const href = `${window.location.origin}/api/v1/executions/e/blobs/s/`;
    server.use(http.get(href, () => HttpResponse.json({ a: { inside: 1 } })));
    const big = { preview: "{", bytes: 70_000, href };
    renderUi(<JsonView value={{ big }} ariaLabel="Context" chosen="$.big.a.inside" />);
    expect(await screen.findByRole("treeitem", { name: /^inside/ })).toHaveAttribute("data-chosen", "true");
  });

  it("shows a list of objects as a table", async () => {
    const user = userEvent.setup();
    renderUi(<JsonView value={[{ sku: "x", qty: 1 }, { sku: "y" }]} rootPath="$.lines" ariaLabel="Lines" />);
    await user.click(screen.getByRole("radio", { name: "Table" }));
    const cells = within(screen.getByRole("table")).getAllByRole("cell");
    expect(cells.map((cell) => cell.textContent)).toEqual(["0", "x", "1", "1", "y", ""]);
    expect(cells[4]).toHaveAttribute("title", "$.lines[1].sku");
  });

  it("loads a large value from its address, and says why when it cannot", async () => {
    const user = userEvent.setup();
    const href = `${window.location.origin}/api/v1/executions/e/blobs/s/`;
    let answers = 0;
    server.use(
      http.get(href, () =>
        answers++ === 0 ? new HttpResponse(null, { status: 503 }) : HttpResponse.json({ inside: 1 }),
      ),
    );
    renderUi(<JsonView value={{ big: { preview: "{", bytes: 70_000, href } }} ariaLabel="Context" />);
    await user.click(screen.getByRole("button", { name: "Load 70 kB" }));
    expect(await screen.findByText(/The server answered 503/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Load 70 kB" }));
    expect(await screen.findByRole("treeitem", { name: /^inside/ })).toBeInTheDocument();
  });

  it("puts a large value that comes late into the value it was asked for, and into no other", async () => {
    const user = userEvent.setup();
    const href = (id: string) => `${window.location.origin}/api/v1/executions/e/blobs/${id}/`;
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    server.use(
      http.get(href("one"), async () => {
        await slow;
        return HttpResponse.json({ ofOne: 1 });
      }),
      http.get(href("two"), () => HttpResponse.json({ ofTwo: 2 })),
    );
    const big = (id: string) => ({ big: { preview: "{", bytes: 70_000, href: href(id) } });
    renderUi(<Moments of={[big("one"), big("two")]} chosen="$" />);
    await user.click(screen.getByRole("button", { name: "Load 70 kB" }));
    await user.click(screen.getByRole("button", { name: "Next" }));
    release();
    await user.click(await screen.findByRole("button", { name: "Load 70 kB" }));
    expect(await screen.findByRole("treeitem", { name: /^ofTwo/ })).toBeInTheDocument();
    expect(screen.queryByRole("treeitem", { name: /^ofOne/ })).toBeNull();
  });

  it("has nothing that axe refuses", async () => {
    const { container } = renderUi(<JsonView value={value} draggable ariaLabel="Context" />);
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map((violation) => violation.id)).toEqual([]);
  });
});
