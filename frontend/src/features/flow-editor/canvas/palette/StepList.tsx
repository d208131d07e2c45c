import { ScrollArea, Text, TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { type KeyboardEvent, memo, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { StepIcon } from "@/components/StepIcon";
import classes from "./palette.module.css";
import { byCategory, type PaletteEntry } from "./paletteItems";
import { usePalette } from "./usePalette";

/** The MIME type under which an entry's key is dragged. */
export const STEP_DRAG = "application/x-allma-step";

interface StepListProps {
  onPick: (entry: PaletteEntry) => void;
  /** Entries can be dragged onto the canvas. */
  draggable?: boolean;
  autoFocus?: boolean;
  onEscape?: () => void;
}

/** All step types and presets by category, with a search; arrow keys and Enter choose. */
export function StepList({ onPick, draggable = false, autoFocus = false, onEscape }: StepListProps) {
  const { t } = useTranslation("editor-canvas");
  const listId = useId();
  const [query, setQuery] = useState("");
  const entries = usePalette(query);
  const groups = useMemo(() => byCategory(entries), [entries]);
  const ordered = useMemo(() => groups.flatMap(([, members]) => members), [groups]);
  const [active, setActive] = useState(0);
  const at = Math.min(active, ordered.length - 1);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (autoFocus) search.current?.focus({ preventScroll: true });
  }, [autoFocus]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) goTo(Math.max(0, Math.min(ordered.length - 1, at + step)));
    else if (event.key === "Enter") pick(ordered[at]);
    else if (event.key === "Escape" && onEscape) onEscape();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const goTo = (index: number): void => {
    setActive(index);
    document.getElementById(`${listId}-${index}`)?.scrollIntoView({ block: "nearest" });
  };
  const pick = (entry: PaletteEntry | undefined): void => {
    if (entry) onPick(entry);
  };
  return (
    <div className={classes.list}>
      <TextInput
        ref={search}
        className={classes.search}
        size="sm"
        leftSection={<Search size={15} aria-hidden />}
        placeholder={t("palette.search")}
        aria-label={t("palette.search")}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={ordered[at] ? `${listId}-${at}` : undefined}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ScrollArea className={classes.scroll} type="hover" scrollbarSize={8}>
        <div id={listId} role="listbox" aria-label={t("palette.results")} className={classes.entries}>
          {groups.map(([category, members]) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields.
            <div key={category} role="group" aria-label={category}>
              <Text className={classes.category} aria-hidden>
                {category}
              </Text>
              {members.map((entry) => {
                const index = ordered.indexOf(entry);
                return (
                  <Entry
                    key={entry.key}
                    id={`${listId}-${index}`}
                    entry={entry}
                    active={index === at}
                    draggable={draggable}
                    onPick={onPick}
                  />
                );
              })}
            </div>
          ))}
        </div>
        {entries.length === 0 && (
          <Text c="dimmed" size="sm" px="sm" py="md">
            {t("palette.none")}
          </Text>
        )}
      </ScrollArea>
    </div>
  );
}

interface EntryProps {
  id: string;
  entry: PaletteEntry;
  active: boolean;
  draggable: boolean;
  onPick: (entry: PaletteEntry) => void;
}

const Entry = memo(function Entry({ id, entry, active, draggable, onPick }: EntryProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field above has the keyboard (aria-activedescendant).
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className={classes.entry}
      title={entry.hint}
      draggable={draggable}
      onClick={() => onPick(entry)}
      onDragStart={(event) => {
        event.dataTransfer.setData(STEP_DRAG, entry.key);
        event.dataTransfer.effectAllowed = "copy";
      }}
    >
      <StepIcon name={entry.icon} category={entry.category} size={28} />
      <span className={classes.entryText}>
        <span className={classes.entryLabel}>{entry.label}</span>
        {entry.hint && <span className={classes.entryHint}>{entry.hint}</span>}
      </span>
    </div>
  );
});
