import type { ExpressionKind } from "./types";

/** What a part of an expression is, for colouring. */
type TokenKind = "plain" | "path" | "string" | "number" | "keyword" | "markup";

export interface Token {
  kind: TokenKind;
  text: string;
}

const EXPRESSION =
  /(?<path>[$@](?:\.\.?(?:[\w\u0080-\uffff-]+|\*)|\[-?\d+\]|\[\*\]|\['[^']*'\]|\["[^"]*"\])*)|(?<string>'[^']*'?|"[^"]*"?)|(?<number>-?\b\d+(?:\.\d+)?\b)|(?<keyword>\b(?:true|false|null)\b|\b[a-z_]+(?=\())|(?<markup>&&|\|\||[=!<>]=?|!)/g;
const MARKUP = /\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)/gs;
const INSIDE =
  /(?<markup>\{\{-?|-?\}\}|\{%-?|-?%\}|\|)|(?<string>'[^']*'?|"[^"]*"?)|(?<number>\b\d+(?:\.\d+)?\b)|(?<keyword>(?<=\{%-?\s*)\w+|(?<=\|\s*)\w+|\b(?:true|false|nil|null|and|or|contains|in|empty|blank)\b)|(?<path>[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*)/g;

/** The parts of an expression in order; put together they are the text. */
export function tokensOf(kind: ExpressionKind | "text", text: string): Token[] {
  if (kind === "text") return [{ kind: "plain", text }];
  if (kind !== "template" || /^\$(?!\$)/.test(text)) return split(text, EXPRESSION);
  const tokens: Token[] = [];
  let end = 0;
  for (const piece of text.matchAll(MARKUP)) {
    if (piece.index > end) tokens.push({ kind: "plain", text: text.slice(end, piece.index) });
    tokens.push(...split(piece[0], INSIDE));
    end = piece.index + piece[0].length;
  }
  if (end < text.length) tokens.push({ kind: "plain", text: text.slice(end) });
  return tokens;
}

function split(text: string, pattern: RegExp): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > end) tokens.push({ kind: "plain", text: text.slice(end, found.index) });
    const kind = KINDS.find((name) => found.groups?.[name] !== undefined) ?? "plain";
    tokens.push({ kind, text: found[0] });
    end = found.index + found[0].length;
  }
  if (end < text.length) tokens.push({ kind: "plain", text: text.slice(end) });
  return tokens;
}

const KINDS: TokenKind[] = ["path", "string", "number", "keyword", "markup"];
