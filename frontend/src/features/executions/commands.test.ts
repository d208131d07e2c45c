import { expect, it } from "vitest";
import { executionCommands } from "./commands";
import { page, testEdges } from "./testApp";
import { execution } from "./testRuns";

const { edges, answer } = testEdges();
const search = (query: string) => executionCommands.search?.(query, new AbortController().signal);

it("finds runs in Ctrl-K and leads to them", async () => {
  answer({ "/executions/": page([execution({ status: "FAILED" })]) });
  const found = await search(` ${execution().id} `);
  expect(edges.asked).toEqual([`GET /executions/?limit=5&search=${execution().id}`]);
  expect(found?.map((item) => [item.label, item.description])).toEqual([["Run 0000e001", "Failed"]]);
  const addresses: string[] = [];
  found?.[0]?.run((to) => addresses.push(to));
  expect(addresses).toEqual([`/executions/${execution().id}`]);
});

it("does not ask before there is something to look for", async () => {
  expect(await search("ab")).toEqual([]);
  expect(edges.asked).toEqual([]);
});

it("leads to the failed runs of a day and to where a capsule opens", () => {
  const addresses: string[] = [];
  for (const item of executionCommands.items?.() ?? []) item.run((to) => addresses.push(to));
  expect(addresses).toEqual([
    "/executions?status=FAILED%2CTIMED_OUT%2CQUARANTINED&range=24h",
    "/executions/capsule",
  ]);
});

it("offers to open a capsule to those who may edit only", () => {
  const allowed = executionCommands.items?.().map((item) => [item.id, item.permission]);
  expect(allowed).toEqual([
    ["executions.failed", undefined],
    ["executions.capsule", "edit"],
  ]);
});
