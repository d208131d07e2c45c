import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { useEffect, useLayoutEffect, useRef } from "react";
import syntax from "../syntax.module.css";
import styles from "./CodeEditor.module.css";
import { highlighting, languageOf } from "./languages";
import { marksOf } from "./marks";
import { replacement } from "./replacement";
import { themeOf } from "./theme";
import type { CodeEditorProps } from "./types";

const fromOutside = Annotation.define<boolean>();

/** CodeMirror 6 under our props. Import `CodeEditor` instead: it loads this when needed. */
export function CodeMirrorEditor(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const settings = useRef(new Compartment());

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [fixedExtensions(latest), settings.current.of(settingsOf(latest.current))],
      }),
    });
    view.current = editor;
    if (latest.current.autoFocus) editor.focus();
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  const { value, reveal } = props;
  // With the drawing, not after it: a key pressed in between would be taken for text that is too much.
  useLayoutEffect(() => {
    const editor = view.current;
    const changes = editor && replacement(editor.state.doc.toString(), value);
    if (changes) editor.dispatch({ changes, annotations: fromOutside.of(true) });
  }, [value]);

  const { language, readOnly, height, ariaLabel, lint, gutter, wrap, invalid } = props;
  const hint = props.placeholder;
  useEffect(() => {
    const next = { language, readOnly, height, ariaLabel, lint, gutter, wrap, invalid, placeholder: hint };
    view.current?.dispatch({ effects: settings.current.reconfigure(settingsOf(next)) });
  }, [language, readOnly, height, ariaLabel, lint, gutter, wrap, invalid, hint]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !reveal) return;
    const end = editor.state.doc.length;
    const anchor = Math.min(reveal.from, end);
    const head = Math.min(reveal.to ?? reveal.from, end);
    editor.dispatch({
      selection: { anchor, head },
      effects: EditorView.scrollIntoView(anchor, { y: "start", yMargin: 24 }),
    });
  }, [reveal]);

  return (
    <div
      ref={host}
      className={`${syntax.box} ${styles.frame}`}
      data-invalid={invalid || undefined}
      data-readonly={readOnly || undefined}
    />
  );
}

/** What never changes in the life of an editor; callbacks are looked up when they are needed. */
function fixedExtensions(latest: { current: CodeEditorProps }): Extension {
  return [
    keymap.of([
      {
        key: "Mod-Enter",
        run: () => {
          latest.current.onModEnter?.();
          return latest.current.onModEnter !== undefined;
        },
      },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
      ...historyKeymap,
      ...foldKeymap,
      ...searchKeymap,
      ...lintKeymap,
    ]),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightSelectionMatches(),
    highlighting,
    autocompletion({ override: [async (context) => (await latest.current.completions?.(context)) ?? null] }),
    EditorView.updateListener.of((update) => {
      const outside = update.transactions.some((transaction) => transaction.annotation(fromOutside));
      if (update.docChanged && !outside) latest.current.onChange?.(update.state.doc.toString());
      if (update.selectionSet && !outside) latest.current.onCursor?.(update.state.selection.main.head);
    }),
  ];
}

type Settings = Omit<CodeEditorProps, "value">;

function settingsOf(props: Settings): Extension {
  const isJson = (props.language ?? "json") === "json";
  const gutter = props.gutter ?? isJson;
  return [
    languageOf(props.language),
    marksOf(props.lint, gutter),
    themeOf(props.height),
    gutter ? [lineNumbers(), foldGutter(), highlightActiveLine(), highlightActiveLineGutter()] : [],
    (props.wrap ?? !isJson) ? EditorView.lineWrapping : [],
    props.placeholder ? placeholder(props.placeholder) : [],
    EditorState.readOnly.of(props.readOnly ?? false),
    EditorView.contentAttributes.of({
      "aria-label": props.ariaLabel,
      tabindex: "0",
      ...(props.readOnly && { "aria-readonly": "true" }),
      ...(props.invalid && { "aria-invalid": "true" }),
    }),
  ];
}
