/** Weighs what a first view loads, compressed as a server sends it, and fails above the limits of the design. */

import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const BUILT = new URL("../serambi/ui/static/built/", import.meta.url);
const CORE_LIMIT = 40_000;
const WITHOUT_PAGE_LIMIT = 120_000;

const entry = JSON.parse(readFileSync(new URL("manifest.json", BUILT), "utf8"))["src/main.ts"];
const weigh = (path) => {
  const bytes = readFileSync(new URL(path, BUILT));
  const packed = path.endsWith(".woff2");
  return {
    path,
    gzip: packed ? bytes.length : gzipSync(bytes).length,
    brotli: packed ? bytes.length : brotliCompressSync(bytes).length,
  };
};
const parts = [entry.file, ...entry.css, ...entry.assets].map(weigh);
for (const { path, gzip, brotli } of parts) console.log(`${path}: ${gzip} bytes in gzip, ${brotli} in brotli`);
const total = parts.reduce((sum, part) => sum + part.gzip, 0);
console.log(`first view without its page: ${total} bytes in gzip`);
if (parts[0].gzip > CORE_LIMIT || total > WITHOUT_PAGE_LIMIT) {
  console.error(`Too heavy: the core may weigh ${CORE_LIMIT} bytes, all of it ${WITHOUT_PAGE_LIMIT}.`);
  process.exitCode = 1;
}
