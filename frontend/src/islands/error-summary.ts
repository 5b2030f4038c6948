/** Takes the focus when a form comes back with errors, so that they are read first; its links lead into the fields. */
export function mount(host: HTMLElement, signal: AbortSignal): void {
  if (host.closest("[data-quiet]") === null) host.focus();
  host.addEventListener(
    "click",
    (event) => {
      if (!(event.target instanceof HTMLAnchorElement)) return;
      const place = document.getElementById(event.target.hash.slice(1));
      const control = place?.matches("input, select, textarea")
        ? place
        : place?.querySelector<HTMLElement>("input, select, textarea");
      if (!control) return;
      event.preventDefault();
      control.focus();
      (control.closest(".field") ?? control).scrollIntoView({ block: "center" });
    },
    { signal },
  );
}
