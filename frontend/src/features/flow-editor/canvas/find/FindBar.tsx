import { Paper, TextInput } from "@mantine/core";
import { ChevronDown, ChevronUp, Search, X } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { useEditor, useEditorStore } from "../../store";
import classes from "../canvas.module.css";
import { useCanvasApi } from "../canvasApi";
import { useCanvasUi } from "../canvasUi";
import { findSteps } from "./findSteps";

/** The search over the canvas: goes to steps by name, id or text inside. */
export function FindBar() {
  const isFinding = useCanvasUi((state) => state.isFinding);
  return isFinding ? <Open /> : null;
}

function Open() {
  const { t } = useTranslation("editor-canvas");
  const store = useEditorStore();
  const canvas = useCanvasApi();
  const document = useEditor((state) => state.document);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => findSteps(document, query), [document, query]);
  const shown = found.length === 0 ? 0 : at % found.length;
  const goTo = (index: number, hits = found): void => {
    const next = hits.length === 0 ? 0 : (index + hits.length) % hits.length;
    const stepId = hits[next];
    setAt(next);
    if (stepId === undefined) return;
    store.getState().select({ steps: [stepId] });
    canvas.centerOn(stepId);
  };
  const close = (): void => {
    useCanvasUi.setState({ isFinding: false });
    canvas.focusCanvas();
  };
  return (
    <Paper withBorder shadow="md" className={classes.find} role="search" aria-label={t("find.label")}>
      <TextInput
        size="xs"
        w={240}
        autoFocus
        leftSection={<Search size={14} aria-hidden />}
        aria-label={t("find.label")}
        placeholder={t("find.placeholder")}
        value={query}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setQuery(text);
          goTo(0, findSteps(document, text));
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") goTo(shown + (event.shiftKey ? -1 : 1));
          else if (event.key === "Escape") close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span className={classes.findCount} role="status">
        {query &&
          (found.length > 0 ? t("find.count", { at: shown + 1, count: found.length }) : t("find.none"))}
      </span>
      <IconButton
        icon={ChevronUp}
        label={t("find.previous")}
        shortcut="Shift Enter"
        size="md"
        disabled={found.length === 0}
        onClick={() => goTo(shown - 1)}
      />
      <IconButton
        icon={ChevronDown}
        label={t("find.next")}
        shortcut="Enter"
        size="md"
        disabled={found.length === 0}
        onClick={() => goTo(shown + 1)}
      />
      <IconButton icon={X} label={t("find.close")} shortcut="Esc" size="md" onClick={close} />
    </Paper>
  );
}
