/** Shows a button that prints the page. */
export function mount(host: HTMLElement, signal: AbortSignal): void {
  host.hidden = false;
  host.addEventListener("click", () => window.print(), { signal });
}
