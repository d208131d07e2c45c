import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { renderUi } from "@/lib/testing/render";
import { LiveState } from "./LiveState";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("says nothing while the page is live", () => {
  renderUi(<LiveState state="online" />);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

it("says that it reconnects once that has lasted a moment", () => {
  renderUi(<LiveState state="reconnecting" />);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
  act(() => void vi.advanceTimersByTime(1_500));
  expect(screen.getByRole("status")).toHaveTextContent("Reconnecting…");
});

it("says at once that the server does not let it follow", () => {
  renderUi(<LiveState state="refused" />);
  expect(screen.getByRole("status")).toHaveTextContent("Not live");
});
