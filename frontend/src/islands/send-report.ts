/**
 * Helps a resident on a telephone: photographs are made smaller before they go over a weak line, which also leaves out
 * what the camera wrote into them, and the village is found from where the telephone is. Both work without it, larger
 * and by hand.
 */

import { announce } from "../announcer";

const LONGEST_SIDE = 1600;
const SHARPNESS = 0.82;
const SMALL_ENOUGH = 400_000;

export function mount(host: HTMLElement, signal: AbortSignal): void {
  shrinkWithin(host, signal);
  locateWithin(host, signal);
}

function shrinkWithin(host: HTMLElement, signal: AbortSignal): void {
  const input = host.querySelector<HTMLInputElement>('input[type="file"]');
  const told = host.querySelector<HTMLElement>("[data-shrunk]");
  if (!input || !("createImageBitmap" in window)) return;
  let turn = 0;
  input.addEventListener(
    "change",
    async () => {
      turn += 1;
      const mine = turn;
      const chosen = [...(input.files ?? [])];
      const made = await Promise.all(chosen.map(smaller));
      // Somebody chose others meanwhile.
      if (mine !== turn || made.every((file, place) => file === chosen[place])) return;
      const files = new DataTransfer();
      for (const file of made) files.items.add(file);
      input.files = files.files;
      if (told) {
        say(told, `${host.dataset["smaller"] ?? ""} ${megabytes(chosen)} → ${megabytes(made)}`);
      }
    },
    { signal },
  );
}

/** Returns a photograph with its longest side as it is shown here at most; whatever cannot be read stays as it is. */
async function smaller(file: File): Promise<File> {
  if (file.size <= SMALL_ENOUGH || !file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", SHARPNESS));
    if (!made || made.size >= file.size) return file;
    return new File([made], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return file;
  }
}

/** Returns the size of some files together, in megabytes. */
export function megabytes(files: readonly { size: number }[]): string {
  const total = files.reduce((sum, file) => sum + file.size, 0) / 1_000_000;
  return `${total.toLocaleString(document.documentElement.lang || undefined, { maximumFractionDigits: 1 })} MB`;
}

function locateWithin(host: HTMLElement, signal: AbortSignal): void {
  const line = host.querySelector<HTMLElement>("[data-locate]");
  const told = host.querySelector<HTMLElement>("[data-located]");
  const near = host.dataset["near"];
  if (!line || !told || !near || !("geolocation" in navigator) || !window.isSecureContext) return;
  line.hidden = false;
  line.querySelector("button")?.addEventListener(
    "click",
    () => {
      say(told, host.dataset["asking"] ?? "");
      navigator.geolocation.getCurrentPosition(
        (found) => void fill(host, near, told, found.coords, signal),
        () => say(told, host.dataset["unknown"] ?? ""),
        { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
      );
    },
    { signal },
  );
}

async function fill(
  host: HTMLElement,
  near: string,
  told: HTMLElement,
  place: { latitude: number; longitude: number },
  signal: AbortSignal,
): Promise<void> {
  const query = new URLSearchParams({ latitude: String(place.latitude), longitude: String(place.longitude) });
  try {
    const response = await fetch(`${near}?${query.toString()}`, { signal });
    const answer = (await response.json()) as { code?: string; text?: string };
    say(told, answer.text ?? "");
    if (!answer.code) return;
    write(host, "latitude", String(place.latitude));
    write(host, "longitude", String(place.longitude));
    write(host, "village", answer.code);
  } catch {
    say(told, host.dataset["unknown"] ?? "");
  }
}

function say(told: HTMLElement, text: string): void {
  told.textContent = text;
  told.hidden = text === "";
  announce(text);
}

function write(host: HTMLElement, name: string, value: string): void {
  const field = host.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`);
  if (field) field.value = value;
}
