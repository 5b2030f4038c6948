/** The clock on the wall of the regency, and how much of the time of an item is left. */

/** Returns hours and minutes in a time zone as the language of the page writes them. */
export function wallClock(at: Date, zone: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
    timeZone: zone,
  }).format(at);
}

export interface Left {
  readonly minutes: number;
  readonly kind: "left" | "due" | "over";
}

/** Returns how many minutes of a time box are left or over, both rounded up to whole ones. */
export function left(began: number, minutes: number, now: number): Left {
  const rest = began + minutes * 60_000 - now;
  if (rest > 0) return { minutes: Math.ceil(rest / 60_000), kind: "left" };
  const over = Math.floor(-rest / 60_000);
  return over === 0 ? { minutes: 0, kind: "due" } : { minutes: over, kind: "over" };
}

/** Writes the time into everything on the page that shows it. offset: how far the server's clock is ahead. */
export function tick(page: Document, zone: string, offset: number): void {
  const now = Date.now() + offset;
  for (const place of page.querySelectorAll<HTMLElement>("[data-clock]")) {
    put(place, wallClock(new Date(now), zone, page.documentElement.lang));
  }
  for (const place of page.querySelectorAll<HTMLElement>("[data-began]")) {
    const found = left(Date.parse(place.dataset["began"] ?? ""), Number(place.dataset["minutes"]), now);
    put(place, (place.dataset[found.kind] ?? "").replace("{count}", String(found.minutes)));
    place.classList.toggle("over", found.kind !== "left");
  }
}

function put(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
