import { expect, it } from "vitest";
import { i18next } from "@/lib/i18n";
import "@/components/texts";
import "./texts";

const SOURCES = import.meta.glob<string>("./**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Whole keys in `t("…")`; keys that are put together are not seen. */
const KEY = /\bt\(\s*"([\w.:-]+)"/g;

it("every text that the editor asks for is there", () => {
  const asked = Object.entries(SOURCES)
    .filter(([path, source]) => !path.includes(".test.") && source.includes('useTranslation("flow-editor")'))
    .flatMap(([, source]) => [...source.matchAll(KEY)].map((match) => match[1] ?? ""));
  const isThere = (key: string): boolean =>
    [key, `${key}_one`].some((one) => i18next.exists(one, { ns: "flow-editor" }));
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter((key) => !isThere(key))).toEqual([]);
});
