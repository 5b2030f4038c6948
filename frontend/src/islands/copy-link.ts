import { announce } from "../announcer";

const SAID_FOR_MS = 2400;

/** Shows a button that copies the address of the page, and says so on itself for a moment. */
export function mount(host: HTMLElement, signal: AbortSignal): void {
  // The clipboard is there only on a safe connection.
  if (!("clipboard" in navigator)) return;
  host.hidden = false;
  const label = host.textContent;
  let timer = 0;
  host.addEventListener(
    "click",
    async () => {
      await navigator.clipboard.writeText(location.href);
      const done = host.dataset["done"] ?? "";
      host.textContent = done || label;
      announce(done);
      clearTimeout(timer);
      timer = window.setTimeout(() => (host.textContent = label), SAID_FOR_MS);
    },
    { signal },
  );
  signal.addEventListener("abort", () => clearTimeout(timer));
}
