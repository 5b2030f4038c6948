/** Lets the arrow keys, Home and End go from row to row of a table, by the first link of each. */
export function mount(host: HTMLElement, signal: AbortSignal): void {
  host.addEventListener(
    "keydown",
    (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof Element)) return;
      const row = event.target.closest("tbody tr");
      if (!row || event.target.matches("input, select, textarea")) return;
      const links = [...host.querySelectorAll<HTMLElement>("tbody tr")].flatMap(
        (each) => each.querySelector<HTMLElement>("a, button") ?? [],
      );
      const here = links.findIndex((link) => row.contains(link));
      const next = links[nextRow(event.key, here, links.length)];
      if (!next || here < 0) return;
      event.preventDefault();
      next.focus();
    },
    { signal },
  );
}

/** Returns the row a key leads to, -1 for a key that leads nowhere. */
export function nextRow(key: string, here: number, count: number): number {
  switch (key) {
    case "ArrowDown":
      return Math.min(here + 1, count - 1);
    case "ArrowUp":
      return Math.max(here - 1, 0);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return -1;
  }
}
