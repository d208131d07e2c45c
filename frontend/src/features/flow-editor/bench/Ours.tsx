import { useEffect, useState } from "react";
import { FlowCanvas, type FlowCanvasProps } from "@/components/flow-canvas/FlowCanvas";
import type { FlowDocument } from "@/lib/definition/types";
import { useStepTypes } from "@/lib/stepTypes";
import { useCanvasApi } from "../canvas/canvasApi";
import { EditorCanvas } from "../canvas/EditorCanvas";
import { onNodeRender } from "../canvas/renderCount";
import { createEditorStore, EditorContext, useEditor, useEditorStore } from "../store";

/** What the measuring script reads and drives. */
interface Bench {
  store: ReturnType<typeof createEditorStore>;
  canvas: ReturnType<typeof useCanvasApi>;
  /** Ids of the nodes that were drawn, in order. */
  renders: string[];
}

declare global {
  interface Window {
    bench?: Bench;
  }
}

interface OursProps {
  document: FlowDocument;
  options: URLSearchParams;
  over: Partial<FlowCanvasProps>;
}

/** The editor's canvas with a field in which one types (`show=ours`), or the canvas to look at. */
export function Ours({ document, options, over }: OursProps) {
  const canvas = useCanvasApi();
  const stepTypes = useStepTypes();
  const [store] = useState(() =>
    createEditorStore({ flowId: "bench", version: 1, document, readOnly: options.has("readonly") }),
  );
  const [chosen, choose] = useState<string | null>(null);
  useEffect(() => {
    const renders: string[] = [];
    window.bench = { store, canvas, renders };
    return onNodeRender((nodeId) => renders.push(nodeId));
  }, [store, canvas]);
  if (options.get("show") === "view")
    return (
      <FlowCanvas document={document} stepTypes={stepTypes} selected={chosen} onSelect={choose} {...over} />
    );
  return (
    <EditorContext value={store}>
      <EditorCanvas />
      <Field />
    </EditorContext>
  );
}

function Field() {
  const store = useEditorStore();
  const first = useEditor((state) => state.document.startStepInstanceId);
  const text = useEditor((state) => state.document.steps[first]?.description ?? "");
  return (
    <input
      aria-label="Description of the first step"
      value={text}
      style={{ position: "fixed", right: 8, bottom: 8, width: 4, opacity: 0 }}
      onChange={(event) =>
        store.getState().dispatch("step.set", {
          stepId: first,
          fields: { description: event.currentTarget.value },
          mergeKey: "description",
        })
      }
    />
  );
}
