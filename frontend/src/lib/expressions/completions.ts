import { preview } from "./preview";
import { anyElementOf, elementOf, membersOf, type Place, typeWord } from "./shape";
import type { ExpressionKind } from "./types";

/** One offer. `insert` replaces the text from the list's `from` to its `to`. */
export interface Completion {
  label: string;
  insert: string;
  /** The type, or what a function does. */
  hint: string;
  /** A short text of the value, when there is one. */
  preview: string;
  /** The name of the step it comes from, when it is not there yet. */
  from: string;
}

export interface CompletionList {
  from: number;
  to: number;
  items: Completion[];
}

const MAX_ITEMS = 60;
const PREVIEW = 48;
const NAME = "[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff-]*";
const PATH_END = new RegExp(
  `\\$((?:\\.${NAME}|\\.\\*|\\[-?\\d+\\]|\\[\\*\\]|\\['[^']*'\\]|\\["[^"]*"\\])*)(\\.[\\w\\u0080-\\uffff-]*|\\['?[\\w\\u0080-\\uffff -]*)?$`,
);
const NAME_END = new RegExp(`(?:^|[^\\w.$'"-])((?:${NAME}(?:\\[\\d+\\])*\\.)*)([\\w\\u0080-\\uffff-]*)$`);
const SEGMENT = new RegExp(`\\.(${NAME}|\\*)|\\[(-?\\d+|\\*)\\]|\\['([^']*)'\\]|\\["([^"]*)"\\]`, "g");

const FUNCTIONS: [string, string][] = [
  ["contains(", "a text, list or object holds it"],
  ["is_empty(", "missing, null or nothing in it"],
  ["length(", "characters, elements or members"],
  ["count(", "how many the path finds"],
  ["match(", "the whole text fits the expression"],
  ["search(", "a part of the text fits"],
  ["value(", "the one value of a path"],
];
const FILTERS: [string, string][] = [
  ["default: ''", "when it is missing"],
  ["json", "as JSON text"],
  ["upcase", "capitals"],
  ["downcase", "small letters"],
  ["capitalize", "first letter large"],
  ["strip", "without spaces around"],
  ["join: ', '", "a list as text"],
  ["size", "how many"],
  ["first", "the first element"],
  ["last", "the last element"],
  ["replace: 'a', 'b'", "other text"],
  ["truncate: 80", "at most so long"],
  ["date: '%Y-%m-%d'", "a date as text"],
  ["round: 2", "fewer digits"],
  ["plus: 1", "add"],
  ["minus: 1", "subtract"],
  ["times: 2", "multiply"],
];

/**
 * What may be written at the caret: members of the path before it, with their type and value. In a template only
 * inside `{{ }}` and `{% %}`, without `$`. Null where nothing fits.
 */
export function complete(args: {
  kind: ExpressionKind;
  text: string;
  caret: number;
  root: Place;
}): CompletionList | null {
  const { kind, text, caret, root } = args;
  const before = text.slice(0, caret);
  if (kind === "template" && !/^\$(?!\$)/.test(text)) return completeTemplate(before, caret, root);
  const path = pathAt(before, root);
  if (path) return listOf(path.place, path.partial, path.from, caret, path.bracket ? bracketText : dotText);
  if (kind === "path") return before === "" ? rootOffer(root, caret) : null;
  return (
    completeFunction(before, caret) ?? (/(?:^|[\s(&|!=<>,])$/.test(before) ? rootOffer(root, caret) : null)
  );
}

interface PathAt {
  place: Place;
  partial: string;
  from: number;
  bracket: boolean;
}

/** The path that ends at the caret, as far as it is written: where it leads, and the name that is begun. */
function pathAt(before: string, root: Place): PathAt | null {
  const found = PATH_END.exec(before);
  if (!found) return null;
  let [, whole = "", tail = ""] = found;
  if (tail === "" && whole !== "") {
    const last = /\.[\w\u0080-\uffff-]+$/.exec(whole);
    if (!last) return null;
    tail = last[0];
    whole = whole.slice(0, -tail.length);
  }
  const place = walk(root, whole);
  const bracket = tail.startsWith("[");
  const partial = tail.replace(/^(?:\.|\['?)/, "");
  return place && { place, partial, from: before.length - tail.length, bracket };
}

function walk(root: Place, path: string): Place | null {
  let place: Place | undefined = root;
  for (const [, name, index, single, double] of path.matchAll(SEGMENT)) {
    const key = name ?? single ?? double;
    if (!place) return null;
    if (index !== undefined) place = index === "*" ? anyElementOf(place) : elementOf(place, Number(index));
    else if (key === "*")
      place = Array.isArray(place.value) ? anyElementOf(place) : [...membersOf(place).values()][0];
    else place = membersOf(place).get(key ?? "");
  }
  return place ?? null;
}

function dotText(name: string): string {
  return /^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*$/.test(name) ? `.${name}` : bracketText(name);
}

function bracketText(name: string): string {
  return `['${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;
}

function listOf(
  place: Place,
  partial: string,
  from: number,
  to: number,
  write: (name: string) => string,
): CompletionList | null {
  const wanted = partial.toLowerCase();
  const items: Completion[] = [];
  for (const [name, member] of membersOf(place)) {
    if (!name.toLowerCase().includes(wanted)) continue;
    items.push(offer(name, write(name), member));
  }
  if (partial === "" && isList(place))
    items.push(
      ...elementOffers(place).filter((item) => write !== bracketText || item.insert.startsWith("[")),
    );
  items.sort((a, b) => rank(a.label, wanted) - rank(b.label, wanted));
  return items.length ? { from, to, items: items.slice(0, MAX_ITEMS) } : null;
}

function rank(label: string, wanted: string): number {
  return label.toLowerCase().startsWith(wanted) ? 0 : 1;
}

function isList({ value, shape }: Place): boolean {
  return Array.isArray(value) || (value === undefined && shape?.type === "list");
}

function elementOffers(place: Place): Completion[] {
  const first = elementOf(place, 0);
  const every = { label: "[*]", insert: "[*]", hint: "every element", preview: "", from: "" };
  return [offer("[0]", "[0]", first), every];
}

function offer(label: string, insert: string, { value, shape }: Place): Completion {
  const known = value !== undefined;
  return {
    label,
    insert,
    hint: known ? typeWord(value) : (shape?.type ?? ""),
    preview: known ? preview(value, PREVIEW) : "",
    from: shape?.from ?? "",
  };
}

function rootOffer(root: Place, caret: number): CompletionList | null {
  return listOf(root, "", caret, caret, (name) => `$${dotText(name)}`);
}

function completeFunction(before: string, caret: number): CompletionList | null {
  const begun = /(?:^|[\s(&|!=<>,])([a-z_]+)$/.exec(before)?.[1];
  if (!begun) return null;
  return wordList(FUNCTIONS, begun, caret);
}

function wordList(words: [string, string][], begun: string, caret: number): CompletionList | null {
  const items = words
    .filter(([word]) => word.startsWith(begun))
    .map(([word, hint]) => ({
      label: word.replace(/[(:].*$/, ""),
      insert: word,
      hint,
      preview: "",
      from: "",
    }));
  return items.length ? { from: caret - begun.length, to: caret, items } : null;
}

function completeTemplate(before: string, caret: number, root: Place): CompletionList | null {
  const inside = openMarkup(before);
  if (inside === null) return null;
  const filter = /\|\s*([a-z_]*)$/.exec(inside)?.[1];
  if (filter !== undefined) return wordList(FILTERS, filter, caret);
  const found = NAME_END.exec(inside);
  if (!found) return null;
  const [, whole = "", partial = ""] = found;
  if (whole === "") return listOf(root, partial, caret - partial.length, caret, (name) => name);
  const place = walk(root, `.${whole.slice(0, -1)}`);
  const from = caret - partial.length - 1;
  return place && listOf(place, partial, from, caret, dotText);
}

/** The text since the last `{{` or `{%` that is not closed; null outside. Text in quotes does not count. */
function openMarkup(before: string): string | null {
  const opened = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  if (opened < 0) return null;
  const inside = before.slice(opened + 2);
  if (inside.includes("}}") || inside.includes("%}")) return null;
  const quotes = inside.match(/['"]/g)?.length ?? 0;
  return quotes % 2 === 1 ? null : inside;
}
