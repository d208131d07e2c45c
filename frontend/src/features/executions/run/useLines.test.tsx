import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { visitRow } from "@/lib/runs/testVisits";
import { linesOf, treeOf } from "./lines";
import { useLines } from "./useLines";

const LINES = linesOf(
  treeOf(["a", "b", "c", "d"].map((path, at) => visitRow(at + 1, path))),
  new Map(),
  null,
);

function Tree({ chosen, choose }: { chosen: number; choose: (seq: number) => void }) {
  const walk = useLines({ lines: LINES, height: 10, chosen, choose, toggle: () => {}, follow: () => false });
  return (
    <div
      ref={walk.scroller}
      role="tree"
      tabIndex={0}
      aria-activedescendant={walk.active}
      onKeyDown={walk.onKeyDown}
    />
  );
}

it("walks on from the visit that was chosen elsewhere", () => {
  const chosen: number[] = [];
  const tree = (seq: number) => <Tree chosen={seq} choose={(one) => chosen.push(one)} />;
  const { rerender } = render(tree(1));
  const down = () => fireEvent.keyDown(screen.getByRole("tree"), { key: "ArrowDown" });
  down();
  down();
  rerender(tree(2));
  rerender(tree(3));
  expect(screen.getByRole("tree")).toHaveAttribute("aria-activedescendant", "visit:3");
  rerender(tree(1));
  expect(screen.getByRole("tree")).toHaveAttribute("aria-activedescendant", "visit:1");
  down();
  expect(chosen).toEqual([2, 3, 2]);
});
