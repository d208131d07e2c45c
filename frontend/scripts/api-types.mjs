// Makes src/api/schema.d.ts from src/api/openapi.json; with --check it fails when the file in the tree differs.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const source = new URL("../src/api/openapi.json", import.meta.url);
const target = new URL("../src/api/schema.d.ts", import.meta.url);

const made = astToString(
  await openapiTS(JSON.parse(readFileSync(source, "utf8")), { alphabetize: true, defaultNonNullable: false }),
);
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== made) {
    console.error("src/api/schema.d.ts does not agree with the server: run `make api-types`.");
    process.exit(1);
  }
} else writeFileSync(target, made);
