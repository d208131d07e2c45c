import { json } from "@codemirror/lang-json";
import { HighlightStyle, StreamLanguage, type StreamParser, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import syntax from "../syntax.module.css";
import type { CodeEditorProps } from "./types";

const name = (key: string): string => syntax[key] ?? "";

/** Token colours as classes, so that both colour schemes come from the style sheet. */
export const highlighting: Extension = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.propertyName, tags.variableName], class: name("path") },
    { tag: tags.string, class: name("string") },
    { tag: tags.number, class: name("number") },
    { tag: [tags.bool, tags.null, tags.keyword], class: name("keyword") },
    { tag: [tags.processingInstruction, tags.operator], class: name("markup") },
    { tag: tags.comment, class: name("comment") },
  ]),
);

interface LiquidState {
  inside: "" | "{{" | "{%";
  tagStart: boolean;
}

const STRING = /'[^']*'?|"[^"]*"?/;
const NUMBER = /-?\d+(\.\d+)?/;
const LITERAL = /(?:true|false|null|nil|empty|blank|and|or|contains|in)\b/;

/** Liquid: markup, names, strings, numbers; text outside is plain. */
const liquidParser: StreamParser<LiquidState> = {
  name: "liquid",
  startState: () => ({ inside: "", tagStart: false }),
  token(stream, state) {
    if (state.inside === "") return outsideToken(stream, state);
    if (stream.match(state.inside === "{{" ? /-?\}\}/ : /-?%\}/)) {
      state.inside = "";
      return "processingInstruction";
    }
    return insideToken(stream, state);
  },
};

type Stream = Parameters<StreamParser<LiquidState>["token"]>[0];

function outsideToken(stream: Stream, state: LiquidState): string | null {
  if (stream.match(/\{\{-?/)) {
    state.inside = "{{";
    return "processingInstruction";
  }
  if (stream.match(/\{%-?/)) {
    state.inside = "{%";
    state.tagStart = true;
    return "processingInstruction";
  }
  stream.next();
  stream.match(/[^{]+/);
  return null;
}

function insideToken(stream: Stream, state: LiquidState): string | null {
  if (stream.eatSpace()) return null;
  if (state.tagStart && stream.match(/[a-z_]+/)) {
    state.tagStart = false;
    return "keyword";
  }
  if (stream.match(STRING)) return "string";
  if (stream.match(NUMBER)) return "number";
  if (stream.match(LITERAL)) return "keyword";
  if (stream.match(/\|\s*[a-z_]+/)) return "keyword";
  if (stream.match(/[A-Za-z_][\w-]*/)) return "variableName";
  stream.next();
  return "operator";
}

/** Paths and conditions (RFC 9535). */
const conditionParser: StreamParser<null> = {
  name: "condition",
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(STRING)) return "string";
    if (stream.match(/[$@](?:\.\.?[\w\u0080-\uffff-]+|\[\d+\]|\.\.?\*|\[\*\])*/)) return "variableName";
    if (stream.match(NUMBER)) return "number";
    if (stream.match(/(?:true|false|null)\b/)) return "keyword";
    if (stream.match(/[a-z_]+(?=\()/)) return "keyword";
    stream.next();
    return "operator";
  },
};

/** The grammar of a language; nothing for plain text. */
export function languageOf(language: CodeEditorProps["language"]): Extension {
  if (language === "liquid") return StreamLanguage.define(liquidParser);
  if (language === "condition") return StreamLanguage.define(conditionParser);
  return language === "text" ? [] : json();
}
