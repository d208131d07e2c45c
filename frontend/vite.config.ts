import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.ALLMA_API ?? "http://127.0.0.1:8000";

/** `vite build --mode example` builds the panel with the example plugin in it. */
const EXAMPLE = { outDir: "dist-example", rolldownOptions: { input: "example.html" } };

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: {
    target: "es2022",
    manifest: true,
    sourcemap: false,
    chunkSizeWarningLimit: 1500,
    ...(mode === "example" && EXAMPLE),
  },
  worker: { format: "es" },
  server: {
    port: 5173,
    proxy: {
      "/api": { target: server, changeOrigin: false },
      "/ws": { target: server.replace("http", "ws"), ws: true },
      "/static": { target: server },
    },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["./src/lib/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    testTimeout: 20_000,
    css: false,
  },
}));
