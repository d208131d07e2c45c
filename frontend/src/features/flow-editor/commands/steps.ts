import { setNote } from "../document/canvasItems";
import { connect, insertOnEdge, wireIn } from "../document/edges";
import { renameStep } from "../document/rename";
import {
  addStep,
  freeStepId,
  moveSteps,
  newStep,
  replaceStep,
  setDisabled,
  setStart,
  setStepFields,
} from "../document/steps";
import { insertBefore } from "../document/ways";
import type { CommandsOf, EditorSnapshot } from "./types";
import { count, named, nameOf, unchanged } from "./wording";

const onlyStep = ({ selection }: EditorSnapshot): string | null =>
  selection.steps.length === 1 ? (selection.steps[0] ?? null) : null;

function stemOf(type: { type: string; module?: string | null }): string {
  return (type.module?.split("/").at(-1) ?? type.type).toLowerCase().replaceAll("-", "_");
}

/** What is done to steps. */
export const STEP_COMMANDS: CommandsOf<"step"> = {
  "step.add": {
    id: "step.add",
    label: "Add a step",
    group: "insert",
    run(document, { type, position, after }) {
      const id = freeStepId(document, stemOf(type));
      const added = addStep(document, newStep(type, id, position));
      const wired = after
        ? connect(added, { source: after.source, target: id, kind: after.kind }).document
        : added;
      return {
        document: wired,
        gesture: `Add ${type.label}`,
        selection: { steps: [id] },
        open: { stepId: id },
      };
    },
  },
  "step.insertOnEdge": {
    id: "step.insertOnEdge",
    label: "Insert a step on the wire",
    group: "insert",
    run(document, { type, edgeId, position, places = {} }) {
      const id = freeStepId(document, stemOf(type));
      const next = insertOnEdge(document, edgeId, newStep(type, id, position));
      if (next === document) return unchanged(document);
      return {
        document: moveSteps(next, places),
        gesture: `Insert ${type.label}`,
        selection: { steps: [id] },
        open: { stepId: id },
      };
    },
  },
  "step.insertBefore": {
    id: "step.insertBefore",
    label: "Insert a step before",
    group: "insert",
    run(document, { type, stepId, position }) {
      const id = freeStepId(document, stemOf(type));
      const next = insertBefore(document, stepId, newStep(type, id, position));
      if (next === document) return unchanged(document);
      return {
        document: next,
        gesture: `Insert ${type.label} before ${nameOf(document, stepId)}`,
        selection: { steps: [id] },
      };
    },
  },
  "step.set": {
    id: "step.set",
    label: "Change a step",
    group: "step",
    run: (document, { stepId, fields, gesture, mergeKey }) => ({
      document: setStepFields(document, stepId, fields),
      gesture: named(gesture, `Change ${nameOf(document, stepId)}`),
      mergeKey,
    }),
  },
  "step.replace": {
    id: "step.replace",
    label: "Edit a step as JSON",
    group: "step",
    run: (document, { stepId, step }) => ({
      document: replaceStep(document, stepId, step),
      gesture: `Edit ${nameOf(document, stepId)} as JSON`,
      mergeKey: `step-json:${stepId}`,
    }),
  },
  "step.rename": {
    id: "step.rename",
    label: "Change a step's id",
    group: "step",
    run(document, { stepId, to }) {
      const next = renameStep(document, stepId, to);
      if (next === document) return unchanged(document);
      return {
        document: next,
        gesture: `Rename ${stepId} to ${to}`,
        selection: { steps: [to] },
        open: { stepId: to },
      };
    },
  },
  "step.setStart": {
    id: "step.setStart",
    label: "Start the flow here",
    group: "step",
    argsFrom: (state) => {
      const stepId = onlyStep(state);
      return stepId && state.document.startStepInstanceId !== stepId ? { stepId } : null;
    },
    run: (document, { stepId }) => ({
      document: setStart(document, stepId),
      gesture: `Start at ${nameOf(document, stepId)}`,
    }),
  },
  "step.toggleDisabled": {
    id: "step.toggleDisabled",
    label: "Turn steps off or on",
    group: "step",
    shortcuts: ["d"],
    argsFrom: ({ document, selection }) =>
      selection.steps.length === 0
        ? null
        : { stepIds: selection.steps, disabled: selection.steps.some((id) => !document.steps[id]?.disabled) },
    run: (document, { stepIds, disabled }) => ({
      document: setDisabled(document, stepIds, disabled),
      gesture: `${disabled ? "Turn off" : "Turn on"} ${count(stepIds.length, "step")}`,
    }),
  },
  "step.move": {
    id: "step.move",
    label: "Move",
    group: "arrange",
    run(document, { places, notes = {}, gesture }) {
      const moved = Object.entries(notes).reduce(
        (next, [id, position]) => setNote(next, id, { position }),
        moveSteps(document, places),
      );
      const number = Object.keys(places).length + Object.keys(notes).length;
      return { document: moved, gesture: named(gesture, `Move ${count(number, "item")}`) };
    },
  },
  "step.wireIn": {
    id: "step.wireIn",
    label: "Put a step on the wire",
    group: "arrange",
    run(document, { stepId, edgeId, places }) {
      const wired = wireIn(document, edgeId, stepId);
      if (wired === document) return unchanged(document);
      return { document: moveSteps(wired, places), gesture: `Put ${nameOf(document, stepId)} on a wire` };
    },
  },
};
