import { createContext, useContext } from "react";
import type { Drawn } from "@/lib/definition/toCanvas";
import type { Position } from "@/lib/definition/types";

/** What gestures may ask about the picture that is on the screen. */
export interface CanvasSession {
  drawn: () => Drawn;
  /** The middle of what is in view, in canvas pixels. */
  center: () => Position;
  /** A place of the window, in canvas pixels. */
  toCanvas: (screen: Position) => Position;
  /** A place of the canvas, in pixels of the window. */
  toScreen: (place: Position) => Position;
}

export const CanvasSessionContext = createContext<CanvasSession | null>(null);

/** The canvas around; throws outside one. */
export function useCanvasSession(): CanvasSession {
  const session = useContext(CanvasSessionContext);
  if (!session) throw new Error("This belongs inside the canvas of an editor.");
  return session;
}
