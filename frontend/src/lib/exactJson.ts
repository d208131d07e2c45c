const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const SAFE_DIGITS = 15;

/**
 * The whole numbers of a JSON text that JavaScript would change in reading them, as they are written there.
 * The server keeps whole numbers of any size (Python), JavaScript those up to 2^53 (RFC 8259, section 6).
 */
export function inexactIntegers(text: string): string[] {
  return [...text.matchAll(TOKEN)].map(([token]) => token).filter(isInexact);
}

function isInexact(token: string): boolean {
  return token.length > SAFE_DIGITS && /^-?\d+$/.test(token) && BigInt(Number(token)) !== BigInt(token);
}

/**
 * Reads a JSON text. Throws SyntaxError when it is none, or has a whole number that reading would change.
 * `before`: the text that was shown, where only what differs from it is sent; its own numbers are no fault.
 */
export function parseExactly<T = unknown>(text: string, before = ""): T {
  const value: T = JSON.parse(text);
  const found = inexactIntegers(text);
  const known = new Set(found.length > 0 ? inexactIntegers(before) : []);
  const first = found.find((token) => !known.has(token));
  if (first === undefined) return value;
  throw new SyntaxError(
    `A browser cannot keep the whole number ${first} exactly. Write it as text: "${first}".`,
  );
}
