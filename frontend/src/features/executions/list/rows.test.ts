import { expect, it } from "vitest";
import { execution } from "../testRuns";
import { firstPage, type ListData, newcomers, rowsOf, without, withRuns } from "./rows";

const run = (id: string) => execution({ id });
const data = (...pages: string[][]): ListData => ({
  pages: pages.map((ids) => ({ results: ids.map(run), next: null, previous: null })),
  pageParams: pages.map((_, index) => index),
});

it("shows a run once although two pages have it", () => {
  expect(rowsOf(data(["a", "b"], ["b", "c"])).map((row) => row.id)).toEqual(["a", "b", "c"]);
});

it("changes runs in their places and leaves other pages as they are", () => {
  const before = data(["a"], ["b", "c"]);
  const after = withRuns(before, [
    { id: "c", status: "FAILED" },
    { id: "unknown", status: "FAILED" },
  ]);
  expect(rowsOf(after).map((row) => `${row.id} ${row.status}`)).toEqual([
    "a RUNNING",
    "b RUNNING",
    "c FAILED",
  ]);
  expect(after.pages[0]).toBe(before.pages[0]);
  expect(after.pages[1]?.results[0]).toBe(before.pages[1]?.results[0]);
});

it("leaves runs out that are gone, and other pages as they are", () => {
  const before = data(["a"], ["b", "c"]);
  const after = without(before, ["b"]);
  expect(rowsOf(after).map((row) => row.id)).toEqual(["a", "c"]);
  expect(after.pages[0]).toBe(before.pages[0]);
  expect(without(before, [])).toBe(before);
});

it("counts the runs that the list does not have", () => {
  expect(newcomers(data(["a", "b"]), ["x", "a", "y"].map(run))).toBe(2);
  expect(newcomers(undefined, [run("x")])).toBe(1);
});

it("begins anew with the first page", () => {
  expect(rowsOf(firstPage(data(["a"], ["b"]))).map((row) => row.id)).toEqual(["a"]);
});
