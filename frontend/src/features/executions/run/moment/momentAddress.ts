import { paths } from "@/lib/paths";

/** The address of a run at a moment. */
export function momentAddress(executionId: string, t: number): string {
  return `${paths.execution(executionId)}?t=${t}`;
}
