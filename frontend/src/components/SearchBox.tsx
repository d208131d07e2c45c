import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { Search } from "lucide-react";

const PAUSE_MS = 250;

interface SearchBoxProps {
  label: string;
  /** What is searched for when the page opens. */
  initial: string;
  /** Called with the text when the person pauses. */
  onSearch: (text: string) => void;
}

/** The field above a list that narrows it. */
export function SearchBox({ label, initial, onSearch }: SearchBoxProps) {
  const look = useDebouncedCallback(onSearch, PAUSE_MS);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<Search size={15} aria-hidden />}
      defaultValue={initial}
      onChange={(event) => look(event.currentTarget.value)}
      maw={320}
      mb="md"
    />
  );
}
