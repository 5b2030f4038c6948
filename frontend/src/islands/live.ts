/**
 * Follows a meeting: asks whether there is anything new, often while the screen is seen and the meeting is held, and
 * brings the page up to date. When the line drops it says since when, keeps the last picture and goes on asking.
 */

import { patch } from "../session/patch";
import { tick } from "../session/clock";

/** Fired on the host when something was changed by somebody. */
export const CHANGED = "live:changed";
/** Fired at the host to ask at once. */
export const NOW = "live:now";

const HELD_MS = 500;
const QUIET_MS = 10_000;
const HIDDEN_MS = 15_000;
const LONGEST_MS = 5_000;
const PATIENCE_MS = 8_000;

/** Returns how long to wait before asking again; chance: 0 to 1, so that not everybody asks at once. */
export function waitFor(state: string, hidden: boolean, failures: number, chance: number): number {
  const spread = 0.85 + 0.3 * chance;
  if (failures > 0) return Math.min(HELD_MS * 2 ** failures, LONGEST_MS) * spread;
  if (hidden) return HIDDEN_MS * spread;
  return (state === "in_session" ? HELD_MS : QUIET_MS) * spread;
}

export function mount(host: HTMLElement, signal: AbortSignal): void {
  const page = host.ownerDocument;
  const [offline = "", signedOut = "", back = ""] = (host.dataset["words"] ?? "").trim().split("|");
  const zone = host.dataset["zone"] ?? "UTC";
  const line = page.querySelector<HTMLElement>("[data-line]");
  let tag = host.dataset["tag"] ?? "";
  let offset = 0;
  let failures = 0;
  let lastSeen = Date.now();
  let timer = 0;
  let asking = false;
  let again = false;

  const say = (sentence: string): void => {
    if (!line) return;
    line.hidden = sentence === "";
    line.textContent = sentence;
  };
  const state = (): string => host.querySelector<HTMLElement>("[data-state]")?.dataset["state"] ?? "";
  const later = (): void => {
    clearTimeout(timer);
    if (!signal.aborted)
      timer = window.setTimeout(() => void ask(), waitFor(state(), page.hidden, failures, Math.random()));
  };
  const lost = (): void => {
    failures += 1;
    // One answer that comes late is no lost line.
    if (failures < 2 && navigator.onLine) return;
    const time = new Intl.DateTimeFormat(page.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hour12: false,
      timeZone: zone,
    }).format(lastSeen + offset);
    say(offline.replace("{time}", time));
  };
  const reached = (answer: Response): void => {
    const sent = Date.parse(answer.headers.get("Date") ?? "");
    if (!Number.isNaN(sent)) offset = sent - Date.now();
    lastSeen = Date.now();
    if (failures > 0 && line && !line.hidden) {
      say(back);
      setTimeout(() => failures === 0 && say(""), 4_000);
      host.dispatchEvent(new CustomEvent("live:back", { bubbles: true }));
    }
    failures = 0;
  };
  const ask = async (): Promise<void> => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await fetch(host.dataset["address"] ?? "", {
        credentials: "same-origin",
        headers: { "If-None-Match": tag },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (answer.redirected) say(signedOut);
      else if (answer.status === 304) reached(answer);
      else if (answer.ok) {
        const sent = new DOMParser().parseFromString(await answer.text(), "text/html");
        reached(answer);
        tag = answer.headers.get("ETag") ?? "";
        const changed = patch(host, sent.body);
        tick(page, zone, offset);
        if (changed) host.dispatchEvent(new CustomEvent(CHANGED, { bubbles: true }));
      } else lost();
    } catch {
      if (!signal.aborted) lost();
    }
    asking = false;
    if (again) {
      again = false;
      void ask();
    } else later();
  };

  const show = (): void => tick(page, zone, offset);
  const seconds = setInterval(show, 1000);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    clearInterval(seconds);
  });
  page.addEventListener("visibilitychange", () => !page.hidden && void ask(), { signal });
  window.addEventListener("online", () => void ask(), { signal });
  window.addEventListener(
    "offline",
    () => {
      failures = Math.max(failures, 1);
      lost();
    },
    { signal },
  );
  host.addEventListener(NOW, () => void ask(), { signal });
  show();
  later();
}
