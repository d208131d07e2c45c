import type { Json } from "@/lib/expressions/types";
import { applyPatch, type PatchOperation } from "./patch";

/** What a visit made of the context that the visit before it left. */
export interface VisitPatch {
  seq: number;
  patch: readonly PatchOperation[];
}

const KEEP_EACH = 50;

/**
 * The contexts of one way of a run, rebuilt from the one it began with and the changes of its visits, in order.
 * Contexts share what they have in common, so that keeping some of them costs little; any moment is at most 50
 * changes away from one that is kept.
 */
export class ContextLine {
  private readonly patches: VisitPatch[] = [];
  private readonly kept = new Map<number, Json>();
  private latest: { index: number; root: Json };

  /** `start` is the context before the first visit. It is never changed. */
  constructor(start: Json) {
    this.kept.set(0, start);
    this.latest = { index: 0, root: start };
  }

  /** The last visit whose change is known; 0 when none is. */
  get lastSeq(): number {
    return this.patches.at(-1)?.seq ?? 0;
  }

  /** Adds changes; those of visits that are known already are left out. */
  extend(changes: readonly VisitPatch[]): void {
    for (const change of changes) if (change.seq > this.lastSeq) this.patches.push(change);
  }

  /** The change of a visit; undefined when it is not known. */
  patchOf(seq: number): readonly PatchOperation[] | undefined {
    const found = this.patches[this.countUpTo(seq) - 1];
    return found?.seq === seq ? found.patch : undefined;
  }

  /** The context after all visits up to this one (0: the start). Undefined while its changes are not known. */
  after(seq: number): Json | undefined {
    if (seq > this.lastSeq) return undefined;
    return this.at(this.countUpTo(seq));
  }

  /** The context that a visit found. Undefined while its changes are not known. */
  before(seq: number): Json | undefined {
    if (seq > this.lastSeq) return undefined;
    return this.at(this.countUpTo(seq - 1));
  }

  /** How many visits there are up to a number. */
  private countUpTo(seq: number): number {
    let low = 0;
    let high = this.patches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.patches[middle]?.seq ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private at(index: number): Json {
    const floor = index - (index % KEEP_EACH);
    const near = this.latest.index <= index && this.latest.index >= floor;
    let { index: place, root } = near ? this.latest : this.keptBelow(floor);
    while (place < index) {
      root = applyPatch(root, this.patches[place]?.patch ?? []);
      place += 1;
      if (place % KEEP_EACH === 0) this.kept.set(place, root);
    }
    this.latest = { index, root };
    return root;
  }

  private keptBelow(floor: number): { index: number; root: Json } {
    let index = floor;
    while (!this.kept.has(index)) index -= KEEP_EACH;
    return { index, root: this.kept.get(index) };
  }
}
