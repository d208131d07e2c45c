import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 250;

interface SearchBoxProps {
  label: string;
  /** What is searched for. */
  value: string;
  /** Called with the text when the person pauses. */
  onSearch: (text: string) => void;
}

/** The field above a list that narrows it. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    // A search that came from elsewhere (Back, a link); what is being typed stays.
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  const look = useDebouncedCallback((said: string) => {
    told.current = said;
    onSearch(said);
  }, PAUSE_MS);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<Search size={15} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        look(event.currentTarget.value);
      }}
      maw={320}
      mb="md"
    />
  );
}
