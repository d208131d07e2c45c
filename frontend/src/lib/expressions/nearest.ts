/** What fraction of two texts agrees (Ratcliff and Obershelp): 1 is equal, 0 nothing in common. */
function similarity(left: string, right: string): number {
  const a = Array.from(left);
  const b = Array.from(right);
  const length = a.length + b.length;
  return length === 0 ? 1 : (2 * matching(a, b, 0, a.length, 0, b.length)) / length;
}

function matching(a: string[], b: string[], fromA: number, toA: number, fromB: number, toB: number): number {
  const { startA, startB, size } = longestMatch(a, b, fromA, toA, fromB, toB);
  if (size === 0) return 0;
  return (
    size +
    matching(a, b, fromA, startA, fromB, startB) +
    matching(a, b, startA + size, toA, startB + size, toB)
  );
}

/** The longest run that both have; of several the first in `a`, then the first in `b`. */
function longestMatch(a: string[], b: string[], fromA: number, toA: number, fromB: number, toB: number) {
  let best = { startA: fromA, startB: fromB, size: 0 };
  let lengths: number[] = [];
  for (let i = fromA; i < toA; i++) {
    const next: number[] = [];
    for (let j = fromB; j < toB; j++) {
      if (a[i] !== b[j]) continue;
      const size = (lengths[j - 1] ?? 0) + 1;
      next[j] = size;
      if (size > best.size) best = { startA: i - size + 1, startB: j - size + 1, size };
    }
    lengths = next;
  }
  return best;
}

const CUTOFF = 0.6;
const MAX_CANDIDATES = 500;
const MAX_LENGTH = 60;

/** The name that was perhaps meant; null when none is similar enough. Case does not matter. */
export function nearestName(name: string, names: readonly string[]): string | null {
  const wanted = name.slice(0, MAX_LENGTH).toLowerCase();
  let best: { score: number; folded: string; name: string } | null = null;
  for (const candidate of names.slice(0, MAX_CANDIDATES)) {
    if (candidate.length > MAX_LENGTH) continue;
    const folded = candidate.toLowerCase();
    const score = similarity(folded, wanted);
    if (score < CUTOFF) continue;
    if (!best || score > best.score || (score === best.score && folded >= best.folded))
      best = { score, folded, name: candidate };
  }
  return best?.name ?? null;
}
