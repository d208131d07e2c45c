import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefCallback, useCallback, useState } from "react";

const LONG = 120;

interface LongList<T> {
  /** Goes on the element the list is in. */
  anchor: RefCallback<HTMLElement>;
  visible: { item: T; index: number }[];
  /** The height in pixels of what is not drawn before and after. */
  before: number;
  after: number;
}

/** A long list in a page that scrolls: only what is near the view. Short ones are there as a whole. */
export function useLongList<T>(items: readonly T[], height: number): LongList<T> {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const long = items.length > LONG;
  const scroller = element?.closest("main") ?? null;
  const virtualizer = useVirtualizer({
    count: items.length,
    enabled: long && scroller !== null,
    getScrollElement: () => scroller,
    estimateSize: () => height,
    overscan: 12,
    scrollMargin: scroller && element ? offsetIn(scroller, element) : 0,
  });
  const anchor = useCallback((found: HTMLElement | null) => setElement(found), []);
  const drawn = virtualizer.getVirtualItems();
  const [first] = drawn;
  const last = drawn.at(-1);
  if (!long || !first || !last)
    return { anchor, visible: (long ? items.slice(0, LONG) : items).map(numbered), before: 0, after: 0 };
  const margin = virtualizer.options.scrollMargin;
  return {
    anchor,
    visible: items.slice(first.index, last.index + 1).map((item, at) => ({ item, index: first.index + at })),
    before: first.start - margin,
    after: virtualizer.getTotalSize() - (last.end - margin),
  };
}

function numbered<T>(item: T, index: number): { item: T; index: number } {
  return { item, index };
}

function offsetIn(scroller: Element, element: Element): number {
  return element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
}
