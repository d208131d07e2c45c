/** Saves a value as an indented JSON file. `name` is made safe for file systems. */
export function downloadJson(name: string, value: unknown): void {
  const blob = new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${fileName(name)}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** A name for a file: letters, digits, dots and dashes, at most 80. */
export function fileName(name: string): string {
  const safe = name
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}.]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  return safe.slice(0, 80) || "allma";
}
