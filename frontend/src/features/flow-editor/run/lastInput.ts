import { ownKey } from "../ownKey";

const keyOf = (flowId: string) => `allma.run-input.${ownKey(flowId)}`;
/** Longer inputs are not remembered, in characters. */
const MOST = 200_000;

/** The input text of the last run that was started here; null when there is none. */
export function lastInput(flowId: string): string | null {
  return localStorage.getItem(keyOf(flowId));
}

/** Remembers the input text for the next run of this flow. */
export function rememberInput(flowId: string, text: string): void {
  if (text.length > MOST) return;
  try {
    localStorage.setItem(keyOf(flowId), text);
  } catch {
    // The browser's storage is full: the next run begins with an empty form.
  }
}
