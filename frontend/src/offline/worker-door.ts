/** What pages ask of the service worker: to keep a page with all it needs, and to send what waits when there is a line. */

interface SyncManager {
  register(tag: string): Promise<void>;
}

/** What pages tell the service worker. */
export interface KeepMessage {
  readonly kind: "keep";
  readonly page: string;
  readonly parts: readonly string[];
}

export const SYNC_TAG = "outbox";

/** Keeps this page and its styles, scripts and fonts for when there is no line. */
export async function keepPage(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/ui/worker.js", { scope: "/" }).catch(() => null);
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const named = [...document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>("script[src], link[href]")].map(
    (part) => (part instanceof HTMLScriptElement ? part.src : part.href),
  );
  const message: KeepMessage = { kind: "keep", page: location.href, parts: [...new Set([...loaded, ...named])] };
  active?.postMessage(message);
}

/** Lets the browser send what waits when the line is back, though the page was closed; where it can. */
export async function sendLater(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = (await navigator.serviceWorker.getRegistration()) as
    (ServiceWorkerRegistration & { readonly sync?: SyncManager }) | undefined;
  await registration?.sync?.register(SYNC_TAG).catch(() => undefined);
}
