import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { CodeEditorProps } from "./code-editor/types";

export type { CodeEditorProps, CodeMark } from "./code-editor/types";

const CodeMirrorEditor = lazy(async () => ({
  default: (await import("./code-editor/CodeMirrorEditor")).CodeMirrorEditor,
}));

/**
 * A text editor for code. The editor itself is loaded when the first one is shown.
 * `value` is the truth: a change from outside replaces only the part that differs, the cursor stays.
 */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton height={props.height ?? 160} radius="md" aria-busy="true" />}>
      <CodeMirrorEditor {...props} />
    </Suspense>
  );
}
