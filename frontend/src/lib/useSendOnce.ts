import { useRef } from "react";
import { newId } from "./newId";

/**
 * An Idempotency-Key for each body of a dialog: the same again, after an answer that was lost, makes no second run;
 * another body is a new wish.
 */
export function useSendOnce(): (body: unknown) => string {
  const sent = useRef({ body: "", key: "" });
  return (body) => {
    const text = JSON.stringify(body);
    if (sent.current.body !== text) sent.current = { body: text, key: newId() };
    return sent.current.key;
  };
}
