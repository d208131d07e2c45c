// @vitest-environment node
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { find } from "./path";
import { ExpressionError } from "./types";

interface SuiteCase {
  name: string;
  selector: string;
  document?: unknown;
  result?: unknown;
  results?: unknown[];
  invalid_selector?: boolean;
}

const BESIDE = resolve(import.meta.dirname, "../../../../../shared/cases/jsonpath-compliance-suite.json");
const SUITE = process.env.JSONPATH_CTS ?? BESIDE;
const INVALID = "invalid";

function outcome({ selector, document }: SuiteCase): unknown {
  try {
    return find(selector, document);
  } catch (error) {
    if (error instanceof ExpressionError) return INVALID;
    throw error;
  }
}

function isRight(one: SuiteCase): boolean {
  const right = one.invalid_selector ? [INVALID] : (one.results ?? [one.result]);
  const found = JSON.stringify(outcome(one));
  return right.some((result) => JSON.stringify(result) === found);
}

// Without the suite there is nothing to compare with: set JSONPATH_CTS to its file.
it.runIf(existsSync(SUITE))(`every case of the JSONPath Compliance Test Suite (${SUITE}) passes`, () => {
  const { tests }: { tests: SuiteCase[] } = JSON.parse(readFileSync(SUITE, "utf8"));
  expect(tests.filter((one) => !isRight(one)).map((one) => one.name)).toEqual([]);
  expect(tests).toHaveLength(703);
});
