import { TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useSearchText } from "@/lib/useSearchText";

interface SearchBoxProps {
  label: string;
  /** What is searched for. */
  value: string;
  /** Called with the text when the person pauses. */
  onSearch: (text: string) => void;
}

/** The field above a list that narrows it. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const [text, type] = useSearchText(value, onSearch);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<Search size={15} aria-hidden />}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      maw={320}
      mb="md"
    />
  );
}
