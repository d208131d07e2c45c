import { Stack } from "@mantine/core";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import classes from "./Section.module.css";

/** A part of a form that folds. It begins open when it holds something; what is inside is made when it is first open. */
export function Section({
  title,
  note,
  open,
  children,
}: {
  title: string;
  note?: string;
  open: boolean;
  children: ReactNode;
}) {
  const [first] = useState(open);
  const [opened, setOpened] = useState(open);
  return (
    <details
      className={classes.section}
      open={first}
      onToggle={(event) => event.currentTarget.open && setOpened(true)}
    >
      <summary className={classes.summary}>
        <ChevronRight size={15} aria-hidden className={classes.chevron} />
        <span>{title}</span>
        {note !== undefined && <span className={classes.note}>{note}</span>}
      </summary>
      {opened && (
        <Stack gap="sm" pt="xs" pb="sm">
          {children}
        </Stack>
      )}
    </details>
  );
}
