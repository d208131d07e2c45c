import { json } from "@codemirror/lang-json";
import { goToNextChunk, goToPreviousChunk, MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { Group } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { highlighting } from "@/components/code-editor/languages";
import { themeOf } from "@/components/code-editor/theme";
import { IconButton } from "@/components/IconButton";
import classes from "./TextDiff.module.css";

const COLLAPSE = { margin: 4, minSize: 8 };

interface TextDiffProps {
  from: string;
  to: string;
  /** What each side is, for screen readers. */
  labels: [string, string];
}

/** Two texts with what differs marked: side by side, in one column where there is little room. */
export function TextDiff({ from, to, labels }: TextDiffProps) {
  const { t } = useTranslation("flows");
  const host = useRef<HTMLDivElement>(null);
  const main = useRef<EditorView | null>(null);
  const narrow = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false });
  const [first, second] = labels;
  useEffect(() => {
    if (!host.current) return;
    const shown = narrow
      ? oneColumn(host.current, { from, to, label: second })
      : twoColumns(host.current, { from, to, labels: [first, second] });
    main.current = shown.main;
    return () => {
      main.current = null;
      shown.destroy();
    };
  }, [from, to, narrow, first, second]);
  const go = (command: typeof goToNextChunk) => () => {
    if (main.current) command(main.current);
  };
  return (
    <>
      <Group justify="flex-end" gap={4} mb="xs">
        <IconButton icon={ChevronUp} label={t("compare.previous")} onClick={go(goToPreviousChunk)} />
        <IconButton icon={ChevronDown} label={t("compare.next")} onClick={go(goToNextChunk)} />
      </Group>
      <div ref={host} className={classes.diff} />
    </>
  );
}

interface Shown {
  main: EditorView;
  destroy: () => void;
}

function twoColumns(
  parent: HTMLElement,
  texts: { from: string; to: string; labels: [string, string] },
): Shown {
  const view = new MergeView({
    parent,
    a: { doc: texts.from, extensions: readOnly(texts.labels[0]) },
    b: { doc: texts.to, extensions: readOnly(texts.labels[1]) },
    gutter: true,
    collapseUnchanged: COLLAPSE,
  });
  return { main: view.b, destroy: () => view.destroy() };
}

function oneColumn(parent: HTMLElement, texts: { from: string; to: string; label: string }): Shown {
  const merge = unifiedMergeView({ original: texts.from, mergeControls: false, collapseUnchanged: COLLAPSE });
  const view = new EditorView({ parent, doc: texts.to, extensions: [readOnly(texts.label), merge] });
  return { main: view, destroy: () => view.destroy() };
}

function readOnly(label: string): Extension {
  return [
    lineNumbers(),
    json(),
    highlighting,
    themeOf("auto"),
    EditorView.lineWrapping,
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
  ];
}
