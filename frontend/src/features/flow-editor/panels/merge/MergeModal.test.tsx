import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { FlowDocument } from "@/lib/definition/types";
import { documentOf } from "@/lib/testing/documents";
import { renderUi } from "@/lib/testing/render";
import "../../texts";
import { merge3 } from "../../autosave/merge3";
import { MergeModal } from "./MergeModal";

function flow(name: string, timeoutSeconds: number): FlowDocument {
  return documentOf({
    startStepInstanceId: "a",
    timeoutSeconds,
    steps: { a: { stepInstanceId: "a", stepType: "NO_OP", displayName: name } },
  });
}

const mine = flow("Mine", 5);
const { conflicts } = merge3(flow("Base", 1), mine, flow("Theirs", 9));

it("shows both sides of everything and takes the merge only when all is decided", {
  timeout: 30_000,
}, async () => {
  const onResolve = vi.fn();
  renderUi(
    <MergeModal conflicts={conflicts} document={mine} who="Ada" onResolve={onResolve} onClose={vi.fn()} />,
  );
  const user = userEvent.setup();
  const name = await screen.findByRole("group", { name: "Name" });
  expect(within(name).getByText("Mine")).toBeInTheDocument();
  expect(within(name).getByText("Theirs")).toBeInTheDocument();
  expect(screen.getByText("2 places left to decide")).toBeInTheDocument();
  const take = screen.getByRole("button", { name: "Take the merge" });
  await user.click(within(name).getByRole("button", { name: "Take this: Ada, Name" }));
  expect(take).toBeDisabled();
  await user.click(screen.getByRole("button", { name: "Take this: Yours, Timeout seconds" }));
  await user.click(take);
  expect(onResolve).toHaveBeenCalledWith({
    "/steps/a/displayName": { take: "theirs" },
    "/timeoutSeconds": { take: "mine" },
  });
});

it("takes one side of everything at once", { timeout: 30_000 }, async () => {
  const onResolve = vi.fn();
  renderUi(
    <MergeModal conflicts={conflicts} document={mine} who="Ada" onResolve={onResolve} onClose={vi.fn()} />,
  );
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Take all of Ada" }));
  await user.click(screen.getByRole("button", { name: "Take the merge" }));
  const [choices] = onResolve.mock.calls[0] ?? [];
  expect(merge3(flow("Base", 1), mine, flow("Theirs", 9), choices).document).toEqual(flow("Theirs", 9));
});
