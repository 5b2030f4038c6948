/**
 * Shows a button that opens the row below its own. A row that holds `hx-trigger="open"` is fetched when it is first
 * opened; without scripts the name in the row is a link to the same.
 */
export function mount(host: HTMLElement, signal: AbortSignal): void {
  const inside = document.getElementById(host.getAttribute("aria-controls") ?? "");
  if (!inside) return;
  host.hidden = false;
  host.setAttribute("aria-expanded", String(!inside.hidden));
  host.addEventListener(
    "click",
    () => {
      inside.hidden = !inside.hidden;
      host.setAttribute("aria-expanded", String(!inside.hidden));
      if (inside.hidden) return;
      for (const part of inside.querySelectorAll("[hx-trigger]")) part.dispatchEvent(new Event("open"));
    },
    { signal },
  );
}
