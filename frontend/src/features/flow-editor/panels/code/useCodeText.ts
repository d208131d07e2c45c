import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import type { FlowDocument } from "@/lib/definition/types";
import { equal } from "../../autosave/equal";
import { merge3 } from "../../autosave/merge3";
import { ownKey } from "../../ownKey";
import { useEditor, useEditorStore } from "../../store";
import { readText } from "./readText";

/** How long typing must rest before the text becomes the document, in milliseconds. */
const QUIET_MS = 300;

/** A text that was typed and is not in the document yet, and the document it was made from. */
interface Typed {
  text: string;
  base: FlowDocument;
}

/** What was typed, by person, flow and version: it is there again when the panel is opened again. */
const typedTexts = new Map<string, Typed>();

interface CodeText {
  text: string;
  /** Why the text cannot be the document; empty when it can. */
  reason: string;
  type: (text: string) => void;
  /** Puts the document in the place of a text that cannot be read. */
  giveUp: () => void;
}

const written = (document: FlowDocument): string => JSON.stringify(document, null, 2);

const reasonAgainst = (text: string): string => {
  const reading = readText(text);
  return reading.document ? "" : reading.reason;
};

/**
 * The document as text, both ways. While typing rests and the text can be read, it becomes the document; a document
 * that changed elsewhere meanwhile is merged with it, so that neither side is lost. What is typed and not taken over
 * yet is never written over.
 */
export function useCodeText(): CodeText {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const place = useEditor((state) => ownKey(state.flowId, state.version));
  const [first] = useState(() => (store.getState().readOnly ? undefined : typedTexts.get(place)));
  const [text, setText] = useState(() => first?.text ?? written(document));
  const [reason, setReason] = useState(() => reasonAgainst(first?.text ?? text));
  const base = useRef(first?.base ?? document);

  useEffect(() => {
    if (document === base.current || typedTexts.has(place)) return;
    base.current = document;
    setText(written(document));
    setReason("");
  }, [document, place]);

  const takeOver = (typed: FlowDocument): void => {
    const state = store.getState();
    const next =
      state.document === base.current ? typed : merge3(base.current, typed, state.document).document;
    const isNew = !equal(next, state.document);
    base.current = isNew ? next : state.document;
    if (next !== typed) setText(written(base.current));
    if (!isNew) return;
    state.dispatch("flow.replace", { document: next, mergeKey: "flow-json" });
    store.getState().select(state.selection);
  };
  const apply = useDebouncedCallback(
    (typed: string) => {
      const reading = readText(typed);
      setReason(reading.document ? "" : reading.reason);
      if (!reading.document) return;
      typedTexts.delete(place);
      takeOver(reading.document);
    },
    { delay: QUIET_MS, flushOnUnmount: true },
  );
  return {
    text,
    reason,
    type: (typed) => {
      setText(typed);
      typedTexts.set(place, { text: typed, base: base.current });
      apply(typed);
    },
    giveUp: () => {
      apply.cancel();
      typedTexts.delete(place);
      base.current = store.getState().document;
      setText(written(base.current));
      setReason("");
    },
  };
}
