import type { Json } from "@/lib/expressions/types";
import { applyPatch, keysOf, type PatchOperation, valueAt } from "@/lib/runs/patch";
import { placeText } from "../moment/marks";

/** What a visit did to one place of the context. `before` is undefined where nothing was, `after` where nothing is. */
export interface Change {
  kind: "added" | "changed" | "removed";
  /** As a JSONPath, `$.order.lines[0]`. */
  path: string;
  before: Json | undefined;
  after: Json | undefined;
}

/** Whether what was there before is needed to show this patch. */
export function needsBefore(patch: readonly PatchOperation[]): boolean {
  return patch.some((operation) => operation.op !== "add");
}

/** Reads a patch as changes, in its order; `before` is the context that it was made for (not changed). */
export function changesOf(patch: readonly PatchOperation[], before: Json | undefined): Change[] {
  let root = before;
  return patch.map((operation) => {
    const { op, path, value } = operation;
    const old = valueAt(root, keysOf(path));
    const place = placeText(root, path);
    if (root !== undefined) root = applyPatch(root, [operation]);
    return {
      kind: op === "remove" ? "removed" : op === "add" ? "added" : "changed",
      path: place,
      before: op === "add" ? undefined : old,
      after: op === "remove" ? undefined : value,
    };
  });
}
