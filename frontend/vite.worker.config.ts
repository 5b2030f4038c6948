import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** The service worker stands alone in one file, asked for by one address that never changes; built after the pages. */
export default defineConfig({
  build: {
    outDir: fileURLToPath(new URL("../serambi/ui/static/built", import.meta.url)),
    emptyOutDir: false,
    copyPublicDir: false,
    target: ["es2022", "chrome109", "firefox115", "safari16"],
    reportCompressedSize: false,
    rolldownOptions: {
      input: { worker: fileURLToPath(new URL("src/worker.ts", import.meta.url)) },
      output: { format: "iife", entryFileNames: "worker.js" },
    },
  },
});
