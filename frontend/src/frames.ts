const FRAMES = ".table-frame, .map-list, .chart-table";

/** Keeps a frame in the order of the Tab key only while there is something to scroll in it. */
export function watchFrames(): void {
  const check = (): void => {
    for (const frame of document.querySelectorAll<HTMLElement>(FRAMES)) {
      const scrolls = frame.scrollWidth > frame.clientWidth + 1 || frame.scrollHeight > frame.clientHeight + 1;
      const flows = getComputedStyle(frame).overflowX === "visible";
      if (scrolls && !flows) frame.tabIndex = 0;
      else if (document.activeElement !== frame) frame.removeAttribute("tabindex");
    }
  };
  check();
  window.addEventListener("resize", check);
  document.addEventListener("toggle", check, { capture: true });
  document.addEventListener("htmx:afterSettle", check);
}
