import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { type Line, openness, visitsIn } from "./lines";

const VIRTUAL_FROM = 150;

interface LineKeys {
  lines: readonly Line[];
  height: number;
  chosen: number | null;
  choose: (seq: number) => void;
  toggle: (key: string, open: boolean) => void;
  /** What pressing a line does besides; true: nothing else. */
  follow: (line: Line) => boolean;
}

/** A tree of lines that is walked with the arrow keys; only lines near the view are drawn when there are many. */
export function useLines({ lines, height, chosen, choose, toggle, follow }: LineKeys) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const virtual = lines.length > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 15,
    enabled: virtual,
  });
  const chosenAt = lines.findIndex((line) => line.kind === "visit" && line.visit.seq === chosen);
  const at = Math.max(0, active === null ? chosenAt : lines.findIndex((line) => line.key === active));
  useShowing(scroller, chosen, chosenAt, height);
  const pick = useOwnChoice(chosen, choose, () => setActive(ofNoVisit));

  function goTo(index: number): void {
    const line = lines[Math.min(lines.length - 1, Math.max(0, index))];
    if (!line) return;
    setActive(line.key);
    show(scroller.current, lines.indexOf(line), height);
    if (line.kind === "visit") pick(line.visit.seq);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const line = lines[at];
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: lines.length - 1,
    };
    const open = line && openness(line);
    const to = moves[event.key];
    if (to !== undefined) goTo(to);
    else if (line && event.key === "ArrowRight" && open === false) toggle(line.key, true);
    else if (line && event.key === "ArrowRight" && open) goTo(at + 1);
    else if (line && event.key === "ArrowLeft" && open) toggle(line.key, false);
    else if (line && event.key === "ArrowLeft") goTo(parentAt(lines, at));
    else if (line && (event.key === "Enter" || event.key === " ")) press(line);
    else return;
    event.preventDefault();
  }

  function press(line: Line): void {
    setActive(line.key);
    if (follow(line)) return;
    const open = openness(line);
    if (line.kind === "visit") pick(line.visit.seq);
    else if (open !== undefined) toggle(line.key, !open);
    const [first] = visitsIn(line);
    if (line.kind !== "visit" && open === false && first) pick(first.seq);
  }

  const drawn = virtual
    ? virtualizer.getVirtualItems().map((item) => ({ index: item.index, top: item.start }))
    : lines.map((_, index) => ({ index, top: index * height }));
  return { scroller, drawn, total: lines.length * height, active: lines[at]?.key, onKeyDown, press };
}

/** The active line, unless it is a visit: then the chosen one takes its place. */
function ofNoVisit(active: string | null): string | null {
  return active?.startsWith("visit:") ? null : active;
}

/** Chooses visits, and tells when one was chosen elsewhere: on the canvas, by the scrubber. */
function useOwnChoice(chosen: number | null, choose: (seq: number) => void, onOther: () => void) {
  const asked = useRef<number[]>([]);
  const other = useEffectEvent(onOther);
  useEffect(() => {
    const at = chosen === null ? -1 : asked.current.indexOf(chosen);
    asked.current.splice(0, at < 0 ? asked.current.length : at + 1);
    if (at < 0) other();
  }, [chosen]);
  return (seq: number) => {
    if (seq !== chosen) asked.current.push(seq);
    choose(seq);
  };
}

function parentAt(lines: readonly Line[], at: number): number {
  const depth = lines[at]?.depth ?? 0;
  for (let index = at - 1; index >= 0; index -= 1) if ((lines[index]?.depth ?? 0) < depth) return index;
  return at;
}

/** Brings the chosen line into view once it is chosen; lines that come and go around it do not scroll the list. */
function useShowing(
  scroller: React.RefObject<HTMLDivElement | null>,
  chosen: number | null,
  chosenAt: number,
  height: number,
): void {
  const shown = useRef<number | null>(null);
  useEffect(() => {
    if (chosenAt < 0 || shown.current === chosen) return;
    if (shown.current !== null || chosenAt > 0) show(scroller.current, chosenAt, height);
    shown.current = chosen;
  }, [chosen, chosenAt, scroller, height]);
}

function show(element: HTMLElement | null, index: number, height: number): void {
  if (!element) return;
  const top = index * height;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + height > element.scrollTop + element.clientHeight)
    element.scrollTop = top + height - element.clientHeight;
}
