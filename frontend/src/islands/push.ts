/** A button that lets this browser show messages although no page is open (Web Push). */

import { announce } from "../announcer";

export function mount(host: HTMLElement, signal: AbortSignal): void {
  const { key, address, refused } = host.dataset;
  if (!key || !address || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  host.hidden = false;
  host.addEventListener(
    "click",
    async () => {
      try {
        await subscribe(key, address);
        location.reload();
      } catch (error) {
        const said = error instanceof Said ? error.message : (refused ?? "");
        const line = document.createElement("p");
        line.className = "hint";
        line.textContent = said;
        const before = host.nextElementSibling;
        if (before?.matches("p.hint")) before.replaceWith(line);
        else host.after(line);
        announce(said);
      }
    },
    { signal },
  );
}

/** What the server says is wrong. */
class Said extends Error {}

async function subscribe(key: string, address: string): Promise<void> {
  const registration = await navigator.serviceWorker.register("/ui/worker.js", { scope: "/" });
  await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: fromBase64Url(key),
  });
  const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(address, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ ...subscription.toJSON(), name: nameOf(navigator.userAgent) }),
  });
  if (answer.ok) return;
  await subscription.unsubscribe();
  const told = (await answer.json().catch(() => ({}))) as { error?: unknown };
  throw new Said(typeof told.error === "string" ? told.error : "");
}

/** Returns the bytes of base64url text, as the browser wants the server's key. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Returns a short name of a browser, to know it again in a list. */
export function nameOf(agent: string): string {
  const browser = ["Edg", "OPR", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(name)) ?? "";
  const system =
    ["Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux"].find((name) => agent.includes(name)) ?? "";
  return [browser.replace("Edg", "Edge").replace("OPR", "Opera"), system.replace("Mac OS X", "macOS")]
    .filter(Boolean)
    .join(", ");
}
