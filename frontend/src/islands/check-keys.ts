/** Lets whoever checks a report go from item to item with J and K, and return one with R. */
export function mount(host: HTMLElement, signal: AbortSignal): void {
  const items = [...host.querySelectorAll<HTMLElement>("[data-check]")];
  const said = host.querySelector<HTMLElement>("[data-keys]");
  if (said) said.hidden = false;
  host.ownerDocument.addEventListener(
    "keydown",
    (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || isWriting(event.target)) return;
      const here = items.findIndex((item) => item.contains(document.activeElement));
      const next = nextItem(event.key, here, items.length);
      const item = next === undefined ? undefined : items[next];
      if (item) {
        event.preventDefault();
        item.focus();
        item.scrollIntoView({ block: "nearest" });
      } else if (event.key.toLowerCase() === "r" && here >= 0) {
        event.preventDefault();
        giveBack(items[here]);
      }
    },
    { signal },
  );
}

/** Returns the item a key leads to, undefined for a key that leads nowhere. */
export function nextItem(key: string, here: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key.toLowerCase()) {
    case "j":
      return Math.min(here + 1, count - 1);
    case "k":
      return Math.max(here - 1, 0);
    default:
      return undefined;
  }
}

/** Ticks or clears what returns an item; a ticked one wants its reason. */
function giveBack(item: HTMLElement | undefined): void {
  const tick = item?.querySelector<HTMLInputElement>("input[type=checkbox]");
  if (!tick) return;
  tick.checked = !tick.checked;
  if (tick.checked) item?.querySelector<HTMLInputElement>("input[type=text]")?.focus();
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("textarea, select, input:not([type=checkbox])");
}
