import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Builds the page that measures the canvas; it is no part of the panel's own build. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("../../..", import.meta.url)) } },
  css: { postcss: fileURLToPath(new URL("../../../..", import.meta.url)) },
  build: { target: "es2022", emptyOutDir: true, chunkSizeWarningLimit: 3000 },
  worker: { format: "es" },
});
