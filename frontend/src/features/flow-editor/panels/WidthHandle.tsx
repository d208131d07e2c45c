import { type KeyboardEvent, type PointerEvent, useState } from "react";
import classes from "./SideArea.module.css";

const NARROWEST = 280;
const WIDEST = 1100;
const KEY_STEP = 24;

/** The width of a panel in pixels, kept on this device. */
export function useWidth(name: string, initial: number): [number, (width: number) => void] {
  const key = `allma.panel-width.${name}`;
  const [widths, setWidths] = useState<Record<string, number>>({});
  const kept = Number(localStorage.getItem(key));
  const width = widths[name] ?? (kept >= NARROWEST ? kept : initial);
  return [
    width,
    (next) => {
      const fitting = Math.round(Math.max(NARROWEST, Math.min(WIDEST, next)));
      localStorage.setItem(key, String(fitting));
      setWidths((before) => ({ ...before, [name]: fitting }));
    },
  ];
}

interface WidthHandleProps {
  width: number;
  onChange: (width: number) => void;
  label: string;
}

/** The left edge of a panel: dragged, or moved with the arrow keys. */
export function WidthHandle({ width, onChange, label }: WidthHandleProps) {
  const drag = (event: PointerEvent<HTMLHRElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onChange(width - event.movementX);
  };
  const press = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: KEY_STEP, ArrowRight: -KEY_STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onChange(width + by);
  };
  return (
    <hr
      className={classes.handle}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onKeyDown={press}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
    />
  );
}
