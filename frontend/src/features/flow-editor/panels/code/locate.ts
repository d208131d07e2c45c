/** A part of a text; positions count characters from 0. */
export interface Range {
  from: number;
  to: number;
}

/**
 * Where each step stands in the JSON text of a definition: from its key to the end of its value. Empty when the text
 * is not JSON as far as it was read.
 */
export function locateSteps(text: string): Map<string, Range> {
  const found = new Map<string, Range>();
  const scanner = new Scanner(text);
  scanner.object((key) => {
    if (key !== "steps") return scanner.value();
    return scanner.object((stepId, from) => {
      const ended = scanner.value();
      if (ended) found.set(stepId, { from, to: scanner.at });
      return ended;
    });
  });
  return found;
}

/** The step whose text the position is in. */
export function stepAt(steps: ReadonlyMap<string, Range>, position: number): string | null {
  for (const [stepId, range] of steps) if (position >= range.from && position <= range.to) return stepId;
  return null;
}

/** Walks over JSON without building it; each method says whether it could. */
class Scanner {
  at = 0;
  constructor(private readonly text: string) {}

  object(member: (key: string, from: number) => boolean): boolean {
    if (!this.take("{")) return false;
    if (this.take("}")) return true;
    do {
      this.space();
      const from = this.at;
      const key = this.string();
      if (key === null || !this.take(":") || !member(key, from)) return false;
    } while (this.take(","));
    return this.take("}");
  }

  value(): boolean {
    this.space();
    const first = this.text[this.at];
    if (first === "{") return this.object(() => this.value());
    if (first === "[") return this.list();
    if (first === '"') return this.string() !== null;
    const start = this.at;
    while (this.at < this.text.length && /[-+.\w]/.test(this.text[this.at] ?? "")) this.at += 1;
    return this.at > start;
  }

  private list(): boolean {
    this.take("[");
    if (this.take("]")) return true;
    do if (!this.value()) return false;
    while (this.take(","));
    return this.take("]");
  }

  private string(): string | null {
    this.space();
    const start = this.at;
    if (this.text[start] !== '"') return null;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === "\\" ? 2 : 1;
    if (end >= this.text.length) return null;
    this.at = end + 1;
    try {
      return JSON.parse(this.text.slice(start, this.at));
    } catch {
      return null;
    }
  }

  private take(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
  }
}
