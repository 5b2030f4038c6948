/** Closes an open `<details>` menu on Escape and when the person goes elsewhere. */
export function mount(host: HTMLElement, signal: AbortSignal): void {
  if (!(host instanceof HTMLDetailsElement)) return;
  document.addEventListener(
    "click",
    (event) => {
      if (host.open && event.target instanceof Node && !host.contains(event.target)) host.open = false;
    },
    { signal },
  );
  host.addEventListener(
    "focusout",
    (event) => {
      if (event.relatedTarget instanceof Node && !host.contains(event.relatedTarget)) host.open = false;
    },
    { signal },
  );
  host.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !host.open) return;
      host.open = false;
      host.querySelector("summary")?.focus();
    },
    { signal },
  );
}
