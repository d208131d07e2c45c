import type { CSSProperties, ReactNode } from "react";
import type { Note } from "@/lib/definition/types";
import classes from "./CanvasItems.module.css";
import { itemColor } from "./itemColor";

/** A sticky note. `children` stand in the place of its text (the field while it is edited). */
export function NoteCard({
  note,
  selected,
  children,
}: {
  note: Note;
  selected: boolean;
  children?: ReactNode;
}) {
  const style = { "--item": itemColor(note.color) ?? "var(--mantine-color-yellow-5)" } as CSSProperties;
  return (
    <div className={classes.note} style={style} data-selected={selected || undefined}>
      {children ?? <p className={classes.noteText}>{note.text}</p>}
    </div>
  );
}
