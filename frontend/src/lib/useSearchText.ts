import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 250;

/**
 * The text of a search field, which is shown as it is typed and searched for when the typing pauses.
 *
 * @param value What is searched for now: when it came from elsewhere (Back, a link) it is shown in place of the text.
 * @param onSearch Called with what `read` makes of the text.
 * @param read What is searched for of a text; the text itself when absent.
 */
export function useSearchText(
  value: string,
  onSearch: (text: string) => void,
  read: (text: string) => string = (text) => text,
): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  const look = useDebouncedCallback((said: string) => {
    told.current = read(said);
    onSearch(told.current);
  }, PAUSE_MS);
  return [
    text,
    (said) => {
      setText(said);
      look(said);
    },
  ];
}
