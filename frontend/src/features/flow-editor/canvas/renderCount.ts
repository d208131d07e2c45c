let listener: ((nodeId: string) => void) | null = null;

/** Tells who measures that a node was drawn. */
export function countRender(nodeId: string): void {
  listener?.(nodeId);
}

/** Hears of every drawing of a node until the returned function is called. */
export function onNodeRender(hear: (nodeId: string) => void): () => void {
  listener = hear;
  return () => {
    listener = null;
  };
}
