/** Lets a screen in a room take the whole of it. */
export function mount(host: HTMLElement, signal: AbortSignal): void {
  const page = host.ownerDocument;
  if (!page.fullscreenEnabled) return;
  host.hidden = false;
  host.addEventListener(
    "click",
    () => {
      void (page.fullscreenElement ? page.exitFullscreen() : page.documentElement.requestFullscreen());
    },
    { signal },
  );
}
