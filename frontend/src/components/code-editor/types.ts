import type { CompletionSource } from "@codemirror/autocomplete";

/** A place in the text that is wrong. Positions count characters from 0. */
export interface CodeMark {
  from: number;
  to: number;
  severity: "error" | "warning" | "info";
  message: string;
}

export interface CodeEditorProps {
  value: string;
  onChange?: (value: string) => void;
  /** "liquid" colours templates, "condition" paths and conditions. Default "json". */
  language?: "json" | "text" | "liquid" | "condition";
  readOnly?: boolean;
  /** Pixels or a CSS length; the editor scrolls inside. Default: grows with the text up to 480 px. */
  height?: number | string;
  /** What a screen reader calls the field. */
  ariaLabel: string;
  /** true: marks JSON that cannot be read. A function: marks of your own for a text. */
  lint?: boolean | ((text: string) => CodeMark[]);
  completions?: CompletionSource;
  /** Mod-Enter inside the editor. */
  onModEnter?: () => void;
  placeholder?: string;
  /** Scrolls to this range and selects it whenever the object changes. */
  reveal?: { from: number; to?: number } | null;
  /** The selection moved: the character the cursor stands at. */
  onCursor?: (position: number) => void;
  /** Line numbers and folding; default true for JSON. */
  gutter?: boolean;
  /** Breaks long lines; default true for everything but JSON. */
  wrap?: boolean;
  autoFocus?: boolean;
  /** The field is wrong: a red border, `aria-invalid`. */
  invalid?: boolean;
}
