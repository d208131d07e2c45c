import { cleanup, fireEvent, screen } from "@testing-library/react";
import * as fc from "fast-check";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { secondsIn, unitOf } from "@/components/schema-form/duration";
import { isObject, type Json, sameJson } from "@/components/schema-form/path";
import type { StepInstance, StepType } from "@/lib/definition/types";
import { i18next } from "@/lib/i18n";
import { stepSchema } from "../stepSchema";
import { SettingsTab } from "../tabs/SettingsTab";
import { leavesOf, PALETTE, shownText, showStep, stepOne, textFields, valuesOf } from "../testing";

const server = setupServer(
  http.get("*/api/v1/*", () => HttpResponse.json({ results: [] })),
  http.post("*/api/v1/evaluate/", () => HttpResponse.json({ value: null, event: { status: "SUCCESS" } })),
);
beforeAll(() => server.listen());
afterAll(() => server.close());

const draw = (step: Partial<StepInstance>) =>
  showStep(step, (given) => <SettingsTab {...given} problems={[]} />);

/** A step of a type with random values in the fields of the type, and one that nobody knows. */
function steps(type: StepType): fc.Arbitrary<Partial<StepInstance>> {
  const schema = stepSchema(type);
  const names = Object.keys(isObject(type.schema.properties) ? type.schema.properties : {});
  const all = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(type.schema.required) ? type.schema.required.map(String) : [];
  const wanted = type.moduleSchema ? [...required, "customConfig"] : required;
  const fields = fc.record(Object.fromEntries(names.map((name) => [name, valuesOf(schema, all[name])])), {
    requiredKeys: wanted,
  });
  return fields.map((values) => ({
    stepType: type.type,
    ...(type.module && { moduleIdentifier: type.module }),
    ...oneOfEach(values),
    nobodyKnows: { kept: "unknown-field" },
  })) as fc.Arbitrary<Partial<StepInstance>>;
}

/** Of fields that exclude each other the first stays. */
function oneOfEach(values: Readonly<Record<string, Json>>): Record<string, Json> {
  const {
    directPrompt,
    promptTemplateId,
    promptVersion,
    requestBody,
    requestBodyPath,
    requestBodyTemplate,
    ...others
  } = values;
  const prompt = promptTemplateId === undefined ? { directPrompt } : { promptTemplateId, promptVersion };
  const body = [{ requestBody }, { requestBodyPath }, { requestBodyTemplate }].find(
    (each) => Object.values(each)[0] !== undefined,
  );
  const one: Record<string, Json> = { ...others, ...prompt, ...body };
  const call = isObject(one.apiCallDefinition) ? { apiCallDefinition: oneOfEach(one.apiCallDefinition) } : {};
  return Object.fromEntries(Object.entries({ ...one, ...call }).filter(([, value]) => value !== undefined));
}

/** Whether the page shows a leaf: as it is, inside JSON, or by the word that a choice has. */
function isShown(leaf: Json, page: string): boolean {
  if (typeof leaf === "boolean" || leaf === null) return true;
  // The rows of a condition say `$.a == 1` in words.
  const text = String(leaf).replace(/ == 1$/, "");
  const label = i18next.exists(`form:values.${text}`) ? i18next.t(`form:values.${text}`) : text;
  return [text, label, text.replaceAll('"', '\\"'), ...durations(leaf)].some((each) => page.includes(each));
}

/** A number as a duration is shown: in its largest whole unit, counted in seconds or in milliseconds. */
function durations(leaf: Json): string[] {
  if (typeof leaf !== "number") return [];
  return [leaf, leaf / 1000].map((seconds) => String(seconds / secondsIn(unitOf(seconds))));
}

/** Leaves that the page does not show. A table of fields says "Text" for a schema's type, and nothing for its own. */
function hiddenIn(step: StepInstance | undefined, page: string): [string, Json][] {
  const own = Object.entries(step ?? {}).filter(
    ([name]) => !name.startsWith("step") && name !== "moduleIdentifier",
  );
  return leavesOf(Object.fromEntries(own)).filter(
    ([path, leaf]) => !path.endsWith(".type") && !isShown(leaf, page),
  );
}

/** Writes into one of the text fields on the page. */
function writeInto(pick: number): void {
  const fields = textFields();
  const field = fields[pick % Math.max(1, fields.length)];
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
    fireEvent.change(field, { target: { value: `${field.value}z` } });
}

/** The fields of the step in which two steps differ. */
function changed(before: StepInstance | undefined, after: StepInstance | undefined): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].filter((name) => !sameJson(before?.[name], after?.[name]));
}

it("a constant header stays where its name is typed", () => {
  const store = draw({ stepType: "API_CALL", customConfig: { timeoutMs: 5 } });
  fireEvent.click(screen.getAllByRole("button", { name: "Add a header" }).at(-1) as HTMLElement);
  const name = screen.getByRole("textbox", { name: "Constant headers: Name" });
  fireEvent.change(name, { target: { value: "X" } });
  expect(stepOne(store)?.apiStaticHeaders).toEqual({ X: "" });
  expect(name).toBeInTheDocument();
});

describe.each(PALETTE.map((type) => [type.module ?? type.type, type] as const))(
  "the form of %s",
  (_, type) => {
    it("shows every value, changes none by being shown, and only the field that is written in", {
      timeout: 120_000,
    }, () => {
      fc.assert(
        fc.property(steps(type), fc.nat({ max: 40 }), (step, pick) => {
          const store = draw(step);
          const before = stepOne(store);
          const page = shownText();
          const untouched = store.getState().history.entries.length;
          writeInto(pick);
          const after = stepOne(store);
          cleanup();
          expect(hiddenIn(before, page)).toEqual([]);
          expect(untouched).toBe(1);
          expect(changed(before, after).length).toBeLessThanOrEqual(1);
        }),
        { numRuns: 3, endOnFailure: true },
      );
    });
  },
);
