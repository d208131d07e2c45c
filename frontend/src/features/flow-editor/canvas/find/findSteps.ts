import type { FlowDocument, StepInstance } from "@/lib/definition/types";

const texts = new WeakMap<StepInstance, string>();

function textOf(step: StepInstance): string {
  const known = texts.get(step);
  if (known !== undefined) return known;
  const { position: _, ...rest } = step;
  const text = JSON.stringify(rest).toLowerCase();
  texts.set(step, text);
  return text;
}

/** Ids of the steps that hold a text: those whose name does come first, then by id, then by what stands inside. */
export function findSteps(document: FlowDocument, query: string): string[] {
  const sought = query.trim().toLowerCase();
  if (sought === "") return [];
  const inside = JSON.stringify(sought).slice(1, -1);
  const ranked = Object.entries(document.steps).flatMap(([id, step]) => {
    if ((step.displayName ?? "").toLowerCase().includes(sought)) return [{ id, rank: 0 }];
    if (id.toLowerCase().includes(sought)) return [{ id, rank: 1 }];
    return textOf(step).includes(inside) ? [{ id, rank: 2 }] : [];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ id }) => id);
}
