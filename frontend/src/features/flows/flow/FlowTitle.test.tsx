import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { afterEach, expect, it } from "vitest";
import { useSessionStore } from "@/lib/session";
import { renderUi } from "@/lib/testing/render";
import { flowOf, problem, sessionOf, testServer } from "@/lib/testing/server";
import "../texts";
import { FlowTitle } from "./FlowTitle";

const FLOW = flowOf();
testServer(http.patch(`*/api/v1/flows/${FLOW.id}/`, () => problem(503)));

afterEach(() => useSessionStore.setState({ session: null }));

it("a name that could not be saved stays to be tried again", { timeout: 30_000 }, async () => {
  useSessionStore.setState({ session: sessionOf() });
  renderUi(<FlowTitle flow={FLOW} />);
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Rename" }));
  await user.type(screen.getByRole("textbox"), " 2{Enter}");
  expect(await screen.findByRole("textbox")).toHaveValue("Expense approval 2");
});
