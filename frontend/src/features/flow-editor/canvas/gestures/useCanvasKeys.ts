import { type KeyboardEvent, useCallback } from "react";
import { nextInDirection } from "@/lib/definition/geometry";
import type { Position } from "@/lib/definition/types";
import { type EditorStore, useEditorStore } from "../../store";
import { useCanvasApi } from "../canvasApi";
import { type MenuTarget, useCanvasUi } from "../canvasUi";
import { useCanvasSession } from "../session";
import { settle, stepRects } from "./moving";
import { stepBeside } from "./order";

/** How far an arrow key moves the selection, in pixels; ten times as far with Shift. */
const NUDGE = 4;

interface Arrow {
  direction: "left" | "right" | "up" | "down";
  by: Position;
}

const ARROWS: Readonly<Record<string, Arrow>> = {
  ArrowLeft: { direction: "left", by: { x: -1, y: 0 } },
  ArrowRight: { direction: "right", by: { x: 1, y: 0 } },
  ArrowUp: { direction: "up", by: { x: 0, y: -1 } },
  ArrowDown: { direction: "down", by: { x: 0, y: 1 } },
};

/**
 * Keys on the canvas: Tab goes along the wires, Alt with an arrow to the nearest step that way, an arrow moves the
 * selection (without one it selects the start), Shift F10 opens the menu. `moved` hears of the step that was chosen.
 */
export function useCanvasKeys(moved: (stepId: string) => void): (event: KeyboardEvent) => void {
  const store = useEditorStore();
  const session = useCanvasSession();
  const canvas = useCanvasApi();
  return useCallback(
    (event) => {
      const choose = (stepId: string | null): boolean => {
        if (stepId === null) return false;
        store.getState().select({ steps: [stepId] });
        canvas.centerOn(stepId);
        moved(stepId);
        return true;
      };
      if (isForOthers(event.target) || !press(event, { store, session, choose })) return;
      event.preventDefault();
      event.stopPropagation();
    },
    [store, session, canvas, moved],
  );
}

/** Whether keys there are for a field or a button on the canvas. */
function isForOthers(target: EventTarget): boolean {
  return target instanceof Element && target.closest("input, textarea, button, [role=dialog]") !== null;
}

interface Keyboard {
  store: EditorStore;
  session: Session;
  /** Selects a step and goes to it; false for null. */
  choose: (stepId: string | null) => boolean;
}

function press(event: KeyboardEvent, keyboard: Keyboard): boolean {
  const { store, session, choose } = keyboard;
  const { selection, document } = store.getState();
  const current = selection.steps.at(-1);
  const arrow = ARROWS[event.key];
  if (arrow) return pressArrow(event, arrow, keyboard);
  if (event.key === "Tab")
    return current !== undefined && choose(stepBeside(document, current, event.shiftKey ? -1 : 1));
  const isMenu = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
  return isMenu && openMenu(store, session);
}

function pressArrow(
  event: KeyboardEvent,
  { direction, by }: Arrow,
  { store, session, choose }: Keyboard,
): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  const { selection, document } = store.getState();
  const current = selection.steps.at(-1);
  if (current === undefined && selection.notes.length === 0)
    return choose(stepBeside(document, undefined, 1));
  return event.altKey
    ? choose(stepTowards(store, session.drawn(), current, direction))
    : nudge(store, session.drawn(), by, event.shiftKey);
}

type Session = ReturnType<typeof useCanvasSession>;
type Drawn = ReturnType<Session["drawn"]>;

function stepTowards(
  store: EditorStore,
  drawn: Drawn,
  from: string | undefined,
  direction: "left" | "right" | "up" | "down",
): string | null {
  const rects = stepRects(store.getState().document, drawn);
  const start = from === undefined ? undefined : rects.get(from);
  if (!start) return null;
  const others = [...rects].filter(([id]) => id !== from).map(([id, rect]) => ({ id, ...rect }));
  return nextInDirection(start, others, direction)?.id ?? null;
}

function nudge(store: EditorStore, drawn: Drawn, by: Position, far: boolean): boolean {
  const { selection, dispatch } = store.getState();
  if (selection.steps.length + selection.notes.length === 0) return false;
  settle(store.getState(), drawn);
  const distance = far ? NUDGE * 10 : NUDGE;
  const { steps, notes } = selection;
  dispatch("selection.nudge", { steps, notes, by: { x: by.x * distance, y: by.y * distance } });
  return true;
}

/** Opens the menu of what is selected, beside it; else that of the canvas. */
function openMenu(store: EditorStore, session: Session): boolean {
  const { selection } = store.getState();
  const target = targetOf(selection) ?? { kind: "canvas" as const, at: session.center() };
  const nodeId = target.kind === "canvas" || target.kind === "edge" ? null : nodeIdOf(target);
  const node = nodeId === null ? undefined : session.drawn().nodesById.get(nodeId);
  const place = node
    ? { x: node.position.x + 24, y: node.position.y + (node.height ?? 0) }
    : session.center();
  useCanvasUi.setState({ menu: { screen: session.toScreen(place), target } });
  return true;
}

function nodeIdOf(target: { kind: "step" | "note" | "group"; id: string }): string {
  return target.kind === "step" ? target.id : `${target.kind}:${target.id}`;
}

function targetOf({
  steps,
  notes,
  groups,
  edges,
}: { [K in "steps" | "notes" | "groups" | "edges"]: readonly string[] }): MenuTarget | null {
  const [step] = steps;
  const [note] = notes;
  const [group] = groups;
  const [edge] = edges;
  if (step !== undefined) return { kind: "step", id: step };
  if (note !== undefined) return { kind: "note", id: note };
  if (group !== undefined) return { kind: "group", id: group };
  return edge === undefined ? null : { kind: "edge", id: edge };
}
