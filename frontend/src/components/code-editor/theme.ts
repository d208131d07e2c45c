import { EditorView } from "@codemirror/view";

/** Sizes and colours from the theme's variables; they follow the colour scheme by themselves. */
export function themeOf(height: number | string | undefined) {
  const size = typeof height === "number" ? `${height}px` : height;
  return EditorView.theme({
    "&": {
      fontSize: "var(--mantine-font-size-xs)",
      color: "var(--mantine-color-text)",
      backgroundColor: "transparent",
      ...(size ? { height: size } : { maxHeight: "480px" }),
    },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": {
      fontFamily: "var(--mantine-font-family-monospace)",
      lineHeight: "1.6",
      overflow: "auto",
    },
    ".cm-content": { outline: "none", caretColor: "var(--mantine-color-text)", padding: "8px 0" },
    ".cm-cursor": { borderLeftColor: "var(--mantine-color-text)" },
    ".cm-gutters": {
      backgroundColor: "transparent",
      color: "var(--mantine-color-dimmed)",
      border: "none",
    },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
    "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": {
      backgroundColor: "var(--mantine-color-default-hover)",
    },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      background: "var(--mantine-primary-color-light-hover)",
    },
    ".cm-placeholder": { color: "var(--mantine-color-placeholder)" },
    ".cm-tooltip, .cm-panels": {
      backgroundColor: "var(--mantine-color-body)",
      color: "var(--mantine-color-text)",
      border: "1px solid var(--mantine-color-default-border)",
    },
    ".cm-tooltip": {
      borderRadius: "var(--mantine-radius-sm)",
      boxShadow: "var(--mantine-shadow-md)",
      overflow: "hidden",
    },
    ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
      backgroundColor: "var(--mantine-primary-color-filled)",
      color: "var(--mantine-primary-color-contrast)",
    },
    ".cm-panels input, .cm-panels button": { fontSize: "var(--mantine-font-size-xs)" },
    ".cm-searchMatch": { backgroundColor: "var(--mantine-color-yellow-light-hover)" },
    ".cm-foldPlaceholder": {
      background: "var(--mantine-color-default-hover)",
      border: "none",
      color: "inherit",
    },
  });
}
