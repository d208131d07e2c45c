import { jsonParseLinter } from "@codemirror/lang-json";
import { type Diagnostic, linter, lintGutter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { CodeEditorProps } from "./types";

/** Larger texts are not read again on every pause of typing. */
const MAX_LINTED = 2_000_000;
const parseJson = jsonParseLinter();

/** Marks under what is wrong, with a sign in the gutter. */
export function marksOf(lint: CodeEditorProps["lint"], gutter: boolean): Extension {
  if (!lint) return [];
  const source = typeof lint === "function" ? (view: EditorView) => own(view, lint) : jsonMarks;
  return [linter(source, { delay: 250 }), gutter ? lintGutter() : []];
}

/** An empty text is not wrong: the field says itself whether it is needed. */
function jsonMarks(view: EditorView): Diagnostic[] {
  const { length } = view.state.doc;
  if (length > MAX_LINTED || view.state.doc.toString().trim() === "") return [];
  return parseJson(view);
}

function own(view: EditorView, lint: Exclude<CodeEditorProps["lint"], boolean | undefined>): Diagnostic[] {
  const { length } = view.state.doc;
  const within = (position: number) => Math.max(0, Math.min(position, length));
  return lint(view.state.doc.toString()).map((mark) => ({
    ...mark,
    from: within(mark.from),
    to: within(Math.max(mark.from, mark.to)),
  }));
}
