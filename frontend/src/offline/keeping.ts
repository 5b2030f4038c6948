/**
 * Which pages the service worker keeps, and for whom: the form and what is due, as the server marks them, of one person
 * at a time. Everything of them goes when somebody signs out, and when somebody else signs in.
 */

export const PERSON = "X-Person";
export const KEEP = "X-Keep";
/** Where somebody signs out; the server's tests hold it against the address there. */
export const SIGN_OUT = "/account/sign-out/";
export const OFFLINE_PAGE = "/ui/offline/";
const BUILT = "/static/built/";
const PAGES = "serambi-pages-";
export const SHELL = "serambi-shell-1";
const PATIENCE_MS = 4_000;
const MOST_PAGES = 60;
const MOST_PARTS = 200;

export interface Asked {
  readonly url: string;
  readonly method: string;
  readonly mode: string;
}

export type Way = "shell" | "page" | "sign-out" | "none";

/** Returns how a request is answered. */
export function wayOf({ url, method, mode }: Asked, origin: string): Way {
  const address = new URL(url);
  if (address.origin !== origin) return "none";
  if (method === "POST" && address.pathname.endsWith(SIGN_OUT)) return "sign-out";
  if (method !== "GET") return "none";
  if (address.pathname.includes(BUILT)) return "shell";
  return mode === "navigate" ? "page" : "none";
}

export const isPart = (url: string, origin: string): boolean =>
  wayOf({ url, method: "GET", mode: "cors" }, origin) === "shell";

/** Deletes every page that is kept, but those of one person. */
export async function emptyPages(caches: CacheStorage, but = ""): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== PAGES + but);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Deletes what an earlier version of the worker kept. */
export async function emptyOld(caches: CacheStorage): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith("serambi-shell-") && name !== SHELL);
  await Promise.all(names.map((name) => caches.delete(name)));
}

let leaving = 0;

/** Returns what tells whether somebody signed out while a page was on its way. */
export const before = (): number => leaving;

/** Deletes every page that is kept, and sees that none that is on its way is kept after it. */
export async function leave(caches: CacheStorage): Promise<void> {
  leaving += 1;
  await emptyPages(caches);
}

/** Takes what a page says about itself: whose it is, and whether it is kept. since: `before()` it was asked for. */
export async function take(caches: CacheStorage, url: string, response: Response, since = leaving): Promise<void> {
  if (since !== leaving) return;
  const person = response.headers.get(PERSON);
  if (person) await emptyPages(caches, person);
  if (!person || response.headers.get(KEEP) !== "person" || response.redirected || response.status !== 200) return;
  const cache = await caches.open(PAGES + person);
  await cache.put(bare(url), response.clone());
  await trim(cache, MOST_PAGES);
}

/** Returns a page that is kept. */
export async function kept(caches: CacheStorage, url: string): Promise<Response | null> {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) continue;
    const found = await (await caches.open(name)).match(bare(url), { ignoreVary: true });
    if (found) return found;
  }
  return null;
}

/** Answers with the page from the line, in time; else as it was kept, else with the page that says there is no line. */
export async function page(caches: CacheStorage, request: Request): Promise<Response> {
  const known = await kept(caches, request.url);
  const since = before();
  try {
    const fresh = await (known ? inTime(fetch(request)) : fetch(request));
    await take(caches, request.url, fresh, since);
    return fresh;
  } catch (error) {
    if (known) return known;
    const none = await (await caches.open(SHELL)).match(OFFLINE_PAGE, { ignoreVary: true });
    if (none) return none;
    throw error;
  }
}

/** Answers with a style, script or font: their names change with their content, so what is kept is right. */
export async function part(caches: CacheStorage, request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  const known = await cache.match(request, { ignoreVary: true });
  if (known) return known;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}

/** Keeps the parts of a page, those that are not there yet. */
export async function keepParts(caches: CacheStorage, urls: readonly string[]): Promise<void> {
  const cache = await caches.open(SHELL);
  for (const url of urls) {
    if (await cache.match(url, { ignoreVary: true })) continue;
    const fresh = await fetch(url).catch(() => null);
    if (fresh?.ok) await cache.put(url, fresh);
  }
  await trim(cache, MOST_PARTS);
}

const bare = (url: string): string => url.split("#")[0] ?? url;

async function trim(cache: Cache, most: number): Promise<void> {
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - most)).map((request) => cache.delete(request)));
}

function inTime(answer: Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("slow")), PATIENCE_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
