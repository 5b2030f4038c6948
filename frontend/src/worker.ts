/** What the browser keeps running without a page (a service worker): it shows messages and opens what they are about. */

interface Waiting extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface PushEvent extends Waiting {
  readonly data: { json(): unknown } | null;
}
interface NotificationEvent extends Waiting {
  readonly notification: Notification;
}
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { openWindow(address: string): Promise<unknown> };
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

function read(told: unknown): Told | null {
  if (typeof told !== "object" || told === null || !("title" in told)) return null;
  const text = (name: string): string => {
    const value = (told as Record<string, unknown>)[name];
    return typeof value === "string" ? value : "";
  };
  return { title: text("title"), body: text("body"), link: text("link"), tag: text("tag") };
}
