import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import classes from "./FlowCanvas.module.css";
import type { FlowCanvasProps } from "./types";

export type { FlowCanvasProps, Mark, ProblemCount, RunMark, RunOverlay, StepRun } from "./types";

const View = lazy(() => import("./FlowCanvasView"));

/**
 * A flow to look at; it fills its parent, which gives it a height. React Flow and the layout are loaded when the first
 * one is shown.
 */
export function FlowCanvas(props: FlowCanvasProps) {
  return (
    <Suspense fallback={<Skeleton className={classes.loading} radius={0} />}>
      <View {...props} />
    </Suspense>
  );
}
