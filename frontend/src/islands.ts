/** Brings the islands of a page, or of a part that was swapped in, to life. */

import { mount as checkKeys } from "./islands/check-keys";
import { mount as copyLink } from "./islands/copy-link";
import { mount as dropFile } from "./islands/drop-file";
import { mount as errorSummary } from "./islands/error-summary";
import { mount as filters } from "./islands/filters";
import { mount as fullscreen } from "./islands/fullscreen";
import { mount as gridKeys } from "./islands/grid-keys";
import { mount as menu } from "./islands/menu";
import { mount as openRow } from "./islands/open-row";
import { mount as print } from "./islands/print";
import { mount as theme } from "./islands/theme";

/** Makes an element work; everything it listens to ends with the signal. */
export type Mount = (host: HTMLElement, signal: AbortSignal) => void;

const SMALL: Record<string, Mount> = {
  "check-keys": checkKeys,
  "copy-link": copyLink,
  "drop-file": dropFile,
  "error-summary": errorSummary,
  filters,
  fullscreen,
  "grid-keys": gridKeys,
  menu,
  "open-row": openRow,
  print,
  theme,
};

// What weighs more than a line or two is fetched where it is used.
const LARGE: Record<string, () => Promise<{ mount: Mount }>> = {
  chart: () => import("./islands/chart"),
  cover: () => import("./islands/cover"),
  "formula-editor": () => import("./islands/formula-editor"),
  grid: () => import("./islands/grid"),
  live: () => import("./islands/live"),
  map: () => import("./islands/map"),
  notes: () => import("./islands/notes"),
  outbox: () => import("./islands/outbox"),
  push: () => import("./islands/push"),
  "report-form": () => import("./islands/report-form"),
  "send-report": () => import("./islands/send-report"),
  signature: () => import("./islands/signature"),
  upload: () => import("./islands/upload"),
};

const living = new Map<HTMLElement, AbortController>();

/** Mounts every island in a part of the page that is not yet alive. */
export function mountWithin(part: ParentNode): void {
  const hosts = [...part.querySelectorAll<HTMLElement>("[data-island]")];
  if (part instanceof HTMLElement && part.dataset["island"]) hosts.unshift(part);
  for (const host of hosts) {
    if (!living.has(host)) void mountOne(host);
  }
}

/** Ends the islands in a part of the page that is about to go. */
export function unmountWithin(part: Node): void {
  for (const [host, controller] of living) {
    if (part === host || part.contains(host)) {
      controller.abort();
      living.delete(host);
    }
  }
}

async function mountOne(host: HTMLElement): Promise<void> {
  const name = host.dataset["island"] ?? "";
  const controller = new AbortController();
  living.set(host, controller);
  const small = SMALL[name];
  const mount = small ?? (await LARGE[name]?.())?.mount;
  if (controller.signal.aborted) return;
  mount?.(host, controller.signal);
  // Says to whoever looks at the page from outside that what is pressed here is heard now.
  host.dataset["alive"] = "";
}
