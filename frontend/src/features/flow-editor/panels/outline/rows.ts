import { edgesOfStep, type FlowEdge } from "@/lib/definition/edges";
import type { FlowDocument } from "@/lib/definition/types";

/** One line of the outline: a step where it stands, or a link to where it stands. */
export interface OutlineRow {
  key: string;
  kind: "step" | "link";
  stepId: string;
  /** 1 is the outermost. */
  level: number;
  /** The wire that leads here; null for the start and for steps that nothing reaches. */
  via: FlowEdge | null;
  /** Nothing leads here from the start. */
  isLoose: boolean;
}

/**
 * A flow as an outline in the order of a run: each step once, with the ways out of it nested below it, the default way
 * going on at the same level. A wire to a step that stands elsewhere (a loop, a join) is a link. Steps that the start
 * does not reach come last.
 */
export function outlineRows(document: FlowDocument): OutlineRow[] {
  const outline = new Outline(document);
  outline.chain(document.startStepInstanceId, null, 1, false);
  for (const stepId of Object.keys(document.steps)) outline.chain(stepId, null, 1, true);
  return outline.rows;
}

class Outline {
  readonly rows: OutlineRow[] = [];
  private readonly placed = new Set<string>();
  constructor(private readonly document: FlowDocument) {}

  /** Places a step and those that follow it by default, then what branches off each of them. */
  chain(first: string, via: FlowEdge | null, level: number, isLoose: boolean): void {
    if (via === null && (this.placed.has(first) || !this.document.steps[first])) return;
    const { links, end } = this.claim(first, via);
    for (const { stepId, edge } of links) {
      this.push("step", stepId, edge, level, isLoose);
      for (const way of this.ways(stepId))
        if (way.kind !== "default") this.chain(way.target, way, level + 1, isLoose);
    }
    if (end) this.push("link", end.target, end, level, isLoose);
  }

  /** The steps of a default chain that stand nowhere yet, and the wire that leads to one that does. */
  private claim(first: string, via: FlowEdge | null) {
    const links: { stepId: string; edge: FlowEdge | null }[] = [];
    let edge = via;
    let stepId: string | undefined = first;
    while (stepId !== undefined && this.document.steps[stepId] && !this.placed.has(stepId)) {
      this.placed.add(stepId);
      links.push({ stepId, edge });
      edge = this.ways(stepId).find((way) => way.kind === "default") ?? null;
      stepId = edge?.target;
    }
    return { links, end: edge !== null && stepId !== undefined ? edge : null };
  }

  private ways(stepId: string): FlowEdge[] {
    const step = this.document.steps[stepId];
    return step ? edgesOfStep(stepId, step) : [];
  }

  private push(
    kind: OutlineRow["kind"],
    stepId: string,
    via: FlowEdge | null,
    level: number,
    isLoose: boolean,
  ): void {
    const key = kind === "step" ? stepId : `link:${via?.id}`;
    this.rows.push({ key, kind, stepId, level, via, isLoose });
  }
}

/** The row above at the next outer level: where the left arrow goes. */
export function parentOf(rows: readonly OutlineRow[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let at = index - 1; at >= 0; at -= 1) if ((rows[at]?.level ?? 1) < level) return at;
  return index;
}

/** The row below when it is nested deeper: where the right arrow goes. */
export function childOf(rows: readonly OutlineRow[], index: number): number {
  const level = rows[index]?.level ?? 1;
  return (rows[index + 1]?.level ?? 0) > level ? index + 1 : index;
}
