import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const server = process.env.ALLMA_API ?? "http://127.0.0.1:8000";

/** Tests of the panel as a whole begin with nothing loaded. */
const WHOLE_APPS = ["src/app/*.test.tsx"];

/** `--mode example`: the same page, with the panel that has the example plugin in it. */
const exampleEntry: Plugin = {
  name: "example-entry",
  transformIndexHtml: {
    order: "pre",
    handler: (html) => html.replace("/src/main.tsx", "/src/plugins/example/main.tsx"),
  },
};

export default defineConfig(({ mode, command }) => ({
  // A build names its hundreds of files only when asked: VERBOSE=1 npm run build.
  ...(command === "build" && !process.env.VERBOSE && { logLevel: "warn" }),
  plugins: [react(), mode === "example" && exampleEntry],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: {
    target: "es2022",
    manifest: true,
    sourcemap: false,
    chunkSizeWarningLimit: 1500,
    ...(mode === "example" && { outDir: "dist-example" }),
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
    restoreMocks: true,
    testTimeout: 20_000,
    css: false,
    // What draws nothing needs no page around it: those files start in a fraction of the time.
    projects: [
      {
        extends: true,
        test: {
          name: "logic",
          environment: "node",
          isolate: false,
          include: ["src/**/*.test.ts"],
          setupFiles: ["./src/lib/testing/setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "pages",
          environment: "jsdom",
          include: ["src/**/*.test.tsx"],
          exclude: WHOLE_APPS,
          setupFiles: ["./src/lib/testing/setup.ts", "./src/lib/testing/setupPages.ts"],
          // Loading the modules anew for each file takes longer than most tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "apps",
          environment: "jsdom",
          include: WHOLE_APPS,
          setupFiles: ["./src/lib/testing/setup.ts", "./src/lib/testing/setupPages.ts"],
        },
      },
    ],
  },
}));
