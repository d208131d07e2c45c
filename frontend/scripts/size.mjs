// Prints what the first page and the editor load, gzipped, and fails above the limits.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMITS = { first: 300 * 1024, editor: 350 * 1024 };
const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));

function weigh(entries, seen) {
  let bytes = 0;
  for (const key of entries) {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) continue;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) {
      if (seen.has(file)) continue;
      seen.add(file);
      bytes += gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
    }
    bytes += weigh(chunk.imports ?? [], seen);
  }
  return bytes;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const seen = new Set();
const first = weigh([entry], seen);
const editorKey = Object.keys(manifest).find((key) => /flow-editor\/EditorPage\.tsx$/.test(key));
const editor = weigh([editorKey], seen);
const kb = (bytes) => `${Math.round(bytes / 1024)} KB`;
console.log(
  `first load ${kb(first)} of ${kb(LIMITS.first)}; editor chunk ${kb(editor)} of ${kb(LIMITS.editor)} (gzipped)`,
);
if (!editorKey || first > LIMITS.first || editor > LIMITS.editor) process.exit(1);
