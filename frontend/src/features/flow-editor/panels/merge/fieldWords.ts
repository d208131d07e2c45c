import type { TFunction } from "i18next";

/** A path inside a step or a flow in words: "Error handling › Retries › Count". */
export function fieldWords(path: readonly string[], t: TFunction<"flow-editor">): string {
  return path.map((part) => t(`fields.${part}`, { defaultValue: humanized(part) })).join(" › ");
}

/** camelCase and snake_case as words; numbers of list entries count from 1. */
export function humanized(name: string): string {
  if (/^\d+$/.test(name)) return String(Number(name) + 1);
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
