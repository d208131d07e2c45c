import type { ReactNode } from "react";

/** The place of a field in the page: links that name a field find it by this. */
export function FieldBox({ id, children }: { id: string; children: ReactNode }) {
  return <div data-field={id}>{children}</div>;
}
