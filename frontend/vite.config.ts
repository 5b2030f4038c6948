import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const OUTPUT = fileURLToPath(new URL("../serambi/ui/static/built", import.meta.url));

export default defineConfig({
  // Addresses between the built files are relative, so the site may serve them from anywhere.
  base: "./",
  build: {
    outDir: OUTPUT,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["es2022", "chrome109", "firefox115", "safari16"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { main: fileURLToPath(new URL("src/main.ts", import.meta.url)) },
      // htmx holds an eval that src/htmx.ts switches off and the content security policy forbids.
      onLog(level, log, report) {
        if (log.code !== "EVAL") report(level, log);
      },
    },
  },
  test: { include: ["tests/**/*.test.ts"], environment: "happy-dom" },
});
