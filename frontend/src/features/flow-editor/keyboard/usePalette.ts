import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { usePermission } from "@/lib/session";
import type { PaletteItem } from "@/plugins/types";
import { offerToPalette } from "../activeEditor";
import { useCanvasApi } from "../canvas/canvasApi";
import { COMMANDS, isEnabled } from "../commands/registry";
import type { CommandId } from "../commands/types";
import { useDialog } from "../session";
import { type EditorStore, snapshot } from "../store";

const MOST_STEPS = 12;

/** Puts the editor's commands and the flow's steps into Ctrl-K. */
export function usePalette(store: EditorStore): void {
  const { t } = useTranslation("flow-editor");
  const canvas = useCanvasApi();
  const mayRun = usePermission("run");
  useEffect(() => {
    const session: readonly [string, () => void][] = [
      ["find", canvas.find],
      ["fit", canvas.fit],
      ["tidy", () => canvas.tidy("all")],
      ["openPicker", canvas.openPicker],
      ["undo", () => store.getState().undo()],
      ["redo", () => store.getState().redo()],
      ["run", () => useDialog.getState().show("run")],
      ["problems", () => store.getState().showSide("problems")],
      ["outline", () => store.getState().showSide("outline")],
      ["code", () => store.getState().showSide("code")],
      ["history", () => store.getState().showSide("history")],
    ];
    const changing = new Set(["tidy", "openPicker", "undo", "redo", "history"]);
    const commands = (): PaletteItem[] => {
      const state = store.getState();
      const group = t("palette.commands");
      return [
        ...session
          .filter(([name]) => (!state.readOnly || !changing.has(name)) && (name !== "run" || mayRun))
          .map(
            ([name, run]): PaletteItem => ({
              id: `editor.${name}`,
              group,
              label: t(`editor-keys:${name}`),
              run,
            }),
          ),
        ...Object.values(COMMANDS)
          .filter(({ id }) => isEnabled(id as CommandId, snapshot(state)))
          .map(
            ({ id, label }): PaletteItem => ({
              id: `editor.${id}`,
              group,
              label,
              run: () => void store.getState().dispatch(id as CommandId),
            }),
          ),
      ];
    };
    const steps = (query: string): PaletteItem[] => {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      return Object.entries(store.getState().document.steps)
        .filter(([id, step]) => {
          const text = `${id} ${step.displayName ?? ""} ${step.stepType}`.toLowerCase();
          return words.every((word) => text.includes(word));
        })
        .slice(0, MOST_STEPS)
        .map(([id, step]) => ({
          id: `editor.step.${id}`,
          group: t("palette.steps"),
          label: step.displayName || id,
          description: id,
          run: () => {
            canvas.centerOn(id);
            store.getState().select({ steps: [id] });
            store.getState().openStep(id);
          },
        }));
    };
    return offerToPalette({ commands, steps });
  }, [store, canvas, t, mayRun]);
}
