import { useCallback, useEffect, useState } from "react";

const PAUSE_MS = 250;

interface Typing {
  text: string;
  /** What was kept when it was typed, or given to be kept. */
  over: string;
  /** What was given to be kept last; it takes a moment to be. */
  sent?: string | undefined;
}

/**
 * Text that is shown as it is typed, and kept (in the address, say) when the typing pauses.
 *
 * @param kept What is kept now; what is neither of this field nor was there before takes the place of what was typed.
 * @param keep Keeps the text. Never called once the component is gone.
 */
export function useTyped(kept: string, keep: (text: string) => void): [string, (text: string) => void] {
  const [typing, setTyping] = useState<Typing | null>(null);
  const isOwn = typing !== null && (kept === typing.over || kept === typing.sent);
  const isSettled = typing?.text === kept && (typing.sent ?? kept) === kept;
  if (typing !== null && (!isOwn || isSettled)) setTyping(null);
  const pending = isOwn && typing.text !== kept ? typing.text : null;
  useEffect(() => {
    if (pending === null) return;
    const timer = setTimeout(() => {
      setTyping((now) => now && { ...now, over: kept, sent: pending });
      keep(pending);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [pending, kept, keep]);
  const type = useCallback(
    (text: string) => setTyping((before) => ({ text, over: kept, sent: before?.sent })),
    [kept],
  );
  return [isOwn ? typing.text : kept, type];
}
