import { FocusTrap, Paper } from "@mantine/core";
import { useClickOutside, useViewportSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useCanvasApi } from "../canvasApi";
import { useCanvasUi } from "../canvasUi";
import { usePick } from "../gestures/usePick";
import classes from "./palette.module.css";
import { StepList } from "./StepList";

const SIZE = { width: 300, height: 400 } as const;
const MARGIN = 8;

/** The choice of a step type at a place: where a wire was dropped, on a wire, or beside the selected step. */
export function StepPicker() {
  const picker = useCanvasUi((state) => state.picker);
  return picker ? <Open key={`${picker.screen.x} ${picker.screen.y}`} {...picker} /> : null;
}

function Open({ screen, purpose }: NonNullable<ReturnType<typeof useCanvasUi.getState>["picker"]>) {
  const { t } = useTranslation("editor-canvas");
  const pick = usePick();
  const canvas = useCanvasApi();
  const view = useViewportSize();
  const close = (): void => useCanvasUi.setState({ picker: null });
  const outside = useClickOutside<HTMLDivElement>(close);
  return (
    <FocusTrap active>
      <Paper
        ref={outside}
        withBorder
        shadow="lg"
        className={classes.picker}
        role="dialog"
        aria-label={t(purpose.kind === "insert" ? "picker.insert" : "picker.add")}
        style={{
          left: within(screen.x, SIZE.width, view.width),
          top: within(screen.y, SIZE.height, view.height),
        }}
      >
        <StepList
          autoFocus
          onEscape={() => {
            close();
            canvas.focusCanvas();
          }}
          onPick={(entry) => {
            close();
            void pick(entry.key, purpose);
          }}
        />
      </Paper>
    </FocusTrap>
  );
}

function within(wanted: number, size: number, available: number): number {
  const space = available || window.innerWidth;
  return Math.max(MARGIN, Math.min(wanted, space - size - MARGIN));
}
