const SIDEWAYS = ".table-frame";
const FRAMES = ".table-frame, .map-list, .chart-table";

/**
 * Lets the head of a table that fits stay in sight, and keeps a frame in the order of the Tab key only while there is
 * something to scroll in it.
 */
export function watchFrames(): void {
  const check = (): void => {
    for (const frame of document.querySelectorAll<HTMLElement>(FRAMES)) {
      const fits = frame.scrollWidth <= frame.clientWidth + 1;
      if (frame.matches(SIDEWAYS)) frame.classList.toggle("fits", fits);
      const scrolls = !fits || frame.scrollHeight > frame.clientHeight + 1;
      if (scrolls) frame.tabIndex = 0;
      else if (document.activeElement !== frame) frame.removeAttribute("tabindex");
    }
  };
  check();
  window.addEventListener("resize", check);
  document.addEventListener("toggle", check, { capture: true });
  document.addEventListener("htmx:afterSettle", check);
  void document.fonts.ready.then(check);
}
