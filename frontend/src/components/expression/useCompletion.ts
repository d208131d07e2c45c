import { type KeyboardEvent, type RefObject, useCallback, useState } from "react";
import { type CompletionList, complete } from "@/lib/expressions/completions";
import type { Place } from "@/lib/expressions/shape";
import type { ExpressionKind } from "@/lib/expressions/types";

export interface CompletionState {
  list: CompletionList | null;
  active: number;
  /** Looks what may be written at the caret. `asked`: the person pressed Ctrl-Space. */
  look: (input: HTMLTextAreaElement, asked?: boolean) => void;
  close: () => void;
  accept: (index: number) => void;
  setActive: (index: number) => void;
  /** True: the key was for the list. */
  onKey: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
}

/** The completion list of a text field: what it holds, which line is active, and the keys that move in it. */
export function useCompletion(options: {
  kind: ExpressionKind | "text";
  /** What names begin at; asked when somebody writes. */
  root: () => Place;
  input: RefObject<HTMLTextAreaElement | null>;
  onChange: (text: string, caret: number) => void;
}): CompletionState {
  const { kind, root, input, onChange } = options;
  const [list, setList] = useState<CompletionList | null>(null);
  const [active, setActive] = useState(0);
  const close = useCallback(() => setList(null), []);

  const look = (element: HTMLTextAreaElement, asked = false) => {
    const caret = element.selectionStart;
    if (kind === "text" || element.readOnly || caret !== element.selectionEnd) return close();
    const found = complete({ kind, text: element.value, caret, root: root() });
    const done =
      found?.items.length === 1 && found.items[0]?.insert === element.value.slice(found.from, found.to);
    setList(found && (asked || !done) ? found : null);
    setActive(0);
  };

  const accept = (index: number) => {
    const element = input.current;
    const item = list?.items[index];
    if (!element || !list || !item) return;
    const { value } = element;
    const text = value.slice(0, list.from) + item.insert + value.slice(list.to);
    close();
    onChange(text, list.from + item.insert.length);
  };

  const move = (by: number) => {
    const count = list?.items.length ?? 0;
    setActive((now) => (now + by + count) % count);
  };

  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if ((event.ctrlKey || event.metaKey) && event.key === " ") {
      look(event.currentTarget, true);
      return true;
    }
    if (!list || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) accept(active);
    else if (event.key === "Escape") close();
    else return false;
    return true;
  };

  return { list, active, look, close, accept, setActive, onKey };
}
