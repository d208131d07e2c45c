import { useEffect, useRef } from "react";
import styles from "./Expression.module.css";
import type { CompletionState } from "./useCompletion";

/** The lines that may be written at the caret. Its field keeps the focus. */
export function Suggestions({ id, label, state }: { id: string; label: string; state: CompletionState }) {
  const { list, active, accept, setActive } = state;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div ref={box} id={id} role="listbox" aria-label={label} className={styles.list}>
      {list?.items.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and takes the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the field points at it with aria-activedescendant
        <div
          key={`${item.insert}${item.hint}`}
          id={`${id}-${index}`}
          data-index={index}
          role="option"
          aria-selected={index === active}
          className={styles.option}
          onMouseDown={(event) => event.preventDefault()}
          onMouseEnter={() => setActive(index)}
          onClick={() => accept(index)}
        >
          <code>{item.label}</code>
          <span className={styles.hint}>
            {[item.preview || item.from, item.hint].filter(Boolean).join(" · ")}
          </span>
        </div>
      ))}
    </div>
  );
}
