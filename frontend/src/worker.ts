/**
 * What the browser keeps running without a page (a service worker): it shows messages and opens what they are about,
 * keeps the forms of a person for when there is no line, and sends what waits when it is back.
 */

import {
  before,
  emptyOld,
  leave,
  isPart,
  keepParts,
  kept,
  OFFLINE_PAGE,
  page,
  part,
  take,
  wayOf,
} from "./offline/keeping";
import { sendWaiting } from "./offline/sending";
import { openStore } from "./offline/store";
import { SYNC_TAG, type KeepMessage } from "./offline/worker-door";

interface Waiting extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface PushEvent extends Waiting {
  readonly data: { json(): unknown } | null;
}
interface NotificationEvent extends Waiting {
  readonly notification: Notification;
}
interface FetchEvent extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface SyncEvent extends Waiting {
  readonly tag: string;
}
interface MessageToWorker extends Waiting {
  readonly data: unknown;
}
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { openWindow(address: string): Promise<unknown>; claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", listener: (event: Waiting) => void): void;
  addEventListener(kind: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(kind: "sync", listener: (event: SyncEvent) => void): void;
  addEventListener(kind: "message", listener: (event: MessageToWorker) => void): void;
  addEventListener(kind: "push", listener: (event: PushEvent) => void): void;
  addEventListener(kind: "notificationclick", listener: (event: NotificationEvent) => void): void;
}
interface Told {
  readonly title: string;
  readonly body: string;
  readonly link: string;
  readonly tag: string;
}

const scope = self as unknown as Scope;

scope.addEventListener("push", (event) => {
  const told = read(event.data?.json());
  if (!told) return;
  // The same message again, under its tag, takes the place of the earlier one.
  const { title, body, tag, link } = told;
  event.waitUntil(scope.registration.showNotification(title, { body, tag, data: link }));
});

scope.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const link = event.notification.data as unknown;
  event.waitUntil(scope.clients.openWindow(typeof link === "string" && link ? link : "/"));
});

// A new version takes over at once: what it keeps is named by content, and pages come from the line first.
scope.addEventListener("install", (event) => {
  event.waitUntil(keepParts(caches, [OFFLINE_PAGE]).then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(emptyOld(caches).then(() => scope.clients.claim()));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  switch (wayOf(request, scope.location.origin)) {
    case "shell":
      event.respondWith(part(caches, request));
      break;
    case "page":
      event.respondWith(page(caches, request));
      break;
    case "sign-out":
      event.respondWith(leave(caches).then(() => fetch(request)));
      break;
    case "none":
  }
});

scope.addEventListener("message", (event) => {
  const message = event.data as Partial<KeepMessage> | null;
  if (message?.kind === "keep") event.waitUntil(keep(message));
});

// The browser says that the line is back, though no page may be open.
scope.addEventListener("sync", (event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(sendWhatWaits());
});

async function keep({ page: address = "", parts = [] }: Partial<KeepMessage>): Promise<void> {
  const { origin } = scope.location;
  await keepParts(
    caches,
    parts.filter((url) => isPart(url, origin)),
  );
  if (new URL(address).origin !== origin || (await kept(caches, address))) return;
  const since = before();
  const fresh = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (fresh) await take(caches, address, fresh, since);
}

async function sendWhatWaits(): Promise<void> {
  const store = await openStore();
  if (!store) return;
  const { line } = await sendWaiting(store);
  // The browser tries again later.
  if (line === "offline" || line === "failed") throw new Error(line);
}

function read(told: unknown): Told | null {
  if (typeof told !== "object" || told === null || !("title" in told)) return null;
  const text = (name: string): string => {
    const value = (told as Record<string, unknown>)[name];
    return typeof value === "string" ? value : "";
  };
  return { title: text("title"), body: text("body"), link: text("link"), tag: text("tag") };
}
