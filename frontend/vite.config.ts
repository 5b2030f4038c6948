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
    rollupOptions: { input: { main: fileURLToPath(new URL("src/main.ts", import.meta.url)) } },
  },
  test: { include: ["tests/**/*.test.ts"], environment: "happy-dom" },
});
