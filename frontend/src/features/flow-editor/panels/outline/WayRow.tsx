import { Group, Select, TextInput } from "@mantine/core";
import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import type { EdgeKind, FlowEdge } from "@/lib/definition/edges";
import type { StepInstance } from "@/lib/definition/types";
import { hasRoomFor } from "../../document/ways";
import { useEditor, useEditorStore } from "../../store";
import { kindsOf, MOST_OPTIONS, useStepOptions } from "./options";
import classes from "./outline.module.css";

interface WayRowProps {
  edge: FlowEdge;
  step: StepInstance;
  /** How many conditions the step has. */
  conditions: number;
}

/** One way out of a step: when it is taken, where it leads, and its place among the conditions. */
export function WayRow({ edge, step, conditions }: WayRowProps) {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const steps = useStepOptions(edge.target);
  const { dispatch } = store.getState();
  const kinds = kindsOf(step).filter((kind) => kind === edge.kind || hasRoomFor(step, kind));
  const move = (by: number) =>
    dispatch("edge.reorder", { stepId: edge.source, from: edge.index, to: edge.index + by });
  const hasText = edge.kind === "condition" || edge.kind === "branch";
  const number = edge.index + 1;
  return (
    <li className={classes.wayRow} data-edge={edge.id}>
      <Select
        size="xs"
        aria-label={t("outline.kindOf", { number })}
        data={kinds.map((kind) => ({ value: kind, label: t(`outline.kind.${kind}`) }))}
        value={edge.kind}
        allowDeselect={false}
        readOnly={readOnly}
        onChange={(kind) => kind && dispatch("edge.setKind", { edgeId: edge.id, kind: kind as EdgeKind })}
      />
      <Select
        size="xs"
        searchable
        limit={MOST_OPTIONS}
        aria-label={t("outline.targetOf", { number })}
        data={steps}
        value={edge.target}
        allowDeselect={false}
        readOnly={readOnly}
        nothingFoundMessage={t("outline.noStep")}
        onChange={(target) => target && dispatch("edge.retarget", { edgeId: edge.id, target })}
      />
      {!readOnly && (
        <Group gap={0} wrap="nowrap">
          {edge.kind === "condition" && conditions > 1 && (
            <>
              <IconButton
                icon={ArrowUp}
                iconSize={14}
                size={28}
                label={t("outline.earlier")}
                disabled={edge.index === 0}
                onClick={() => move(-1)}
              />
              <IconButton
                icon={ArrowDown}
                iconSize={14}
                size={28}
                label={t("outline.later")}
                disabled={edge.index === conditions - 1}
                onClick={() => move(1)}
              />
            </>
          )}
          <IconButton
            icon={Trash2}
            iconSize={14}
            size={28}
            label={t("outline.removeWay")}
            onClick={() => dispatch("edge.remove", { edgeIds: [edge.id] })}
          />
        </Group>
      )}
      {hasText && (
        <TextInput
          className={classes.wayText}
          size="xs"
          aria-label={t(edge.kind === "branch" ? "outline.branchName" : "outline.condition", { number })}
          placeholder={t(edge.kind === "branch" ? "outline.branchName" : "outline.conditionExample")}
          ff="monospace"
          value={edge.label}
          readOnly={readOnly}
          onChange={(event) =>
            dispatch("edge.setLabel", {
              edgeId: edge.id,
              label: event.currentTarget.value,
              mergeKey: `label:${edge.id}`,
            })
          }
        />
      )}
    </li>
  );
}
