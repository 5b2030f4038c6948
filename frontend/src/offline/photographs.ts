/** Photographs and files of an item: kept on the device when they are taken, listed until the server has them. */

import { announce } from "../announcer";
import { say } from "../sheet/checks";
import type { FormFacts } from "./rules";
import type { Photograph, Store } from "./store";

export interface Place {
  readonly page: string;
  readonly limit: number;
  readonly limitText: string;
}

/** Lets every item of the form take photographs. changed: something else is kept now, and can be sent. */
export function takePhotographs(
  form: HTMLFormElement,
  facts: FormFacts,
  store: Store,
  place: Place,
  changed: () => void,
  signal: AbortSignal,
): void {
  for (const scripted of form.querySelectorAll<HTMLElement>("[data-scripted]:not(button)")) scripted.hidden = false;
  for (const plain of form.querySelectorAll<HTMLElement>("[data-plain]")) plain.hidden = true;
  form.addEventListener(
    "change",
    (event) => {
      const input = event.target;
      if (!(input instanceof HTMLInputElement) || !input.matches("[data-take]")) return;
      const host = input.closest<HTMLElement>("[data-evidence]");
      const files = [...(input.files ?? [])];
      input.value = "";
      if (host) void keep(host, files, facts, store, place).then(changed);
    },
    { signal },
  );
}

async function keep(
  host: HTMLElement,
  files: readonly File[],
  facts: FormFacts,
  store: Store,
  place: Place,
): Promise<void> {
  for (const file of files) {
    const isLarge = file.size > place.limit;
    // The bytes are copied at once: a phone may take the file itself away while it waits.
    const copy = isLarge ? new Blob() : new Blob([await file.arrayBuffer()], { type: file.type });
    await store.keepPhotograph({
      id: crypto.randomUUID(),
      person: facts.person,
      page: place.page,
      title: facts.title,
      item: host.dataset["evidence"] ?? "",
      address: host.dataset["address"] ?? "",
      name: file.name,
      file: copy,
      at: new Date().toISOString(),
      state: isLarge ? "refused" : "waiting",
      said: isLarge ? say(facts.words, "tooLarge", { limit: place.limitText }) : "",
    });
  }
}

/** Lists what waits beside its item; what is there no more has arrived, and is called sent. */
export async function showPhotographs(
  form: HTMLFormElement,
  facts: FormFacts,
  store: Store,
  page: string,
  changed: () => void,
): Promise<void> {
  const here = (await store.photographs()).filter((one) => one.page === page && one.person === facts.person);
  for (const host of form.querySelectorAll<HTMLElement>("[data-evidence]")) {
    const list = host.querySelector<HTMLElement>("[data-photographs]");
    if (!list) continue;
    const mine = here.filter(({ item }) => item === host.dataset["evidence"]);
    for (const entry of [...list.children]) {
      if (!(entry instanceof HTMLElement) || mine.some(({ id }) => id === entry.dataset["id"])) continue;
      if (entry.dataset["how"] === "removed") entry.remove();
      else settle(entry, say(facts.words, "photographSent"));
    }
    for (const one of mine) list.append(lineOf(one, list, facts, store, changed));
    list.hidden = list.children.length === 0;
  }
}

function settle(entry: HTMLElement, said: string): void {
  entry.dataset["how"] = "sent";
  entry.querySelector("button")?.remove();
  const state = entry.querySelector(".sub");
  if (state && state.textContent !== said) {
    state.textContent = said;
    announce(`${entry.querySelector("span")?.textContent ?? ""}: ${said}`);
  }
}

function lineOf(one: Photograph, list: HTMLElement, facts: FormFacts, store: Store, changed: () => void): HTMLElement {
  const known = [...list.children].find((entry) => entry instanceof HTMLElement && entry.dataset["id"] === one.id);
  const entry = known instanceof HTMLElement ? known : newLine(one, facts, store, changed);
  entry.dataset["how"] = one.state;
  const state = entry.querySelector(".sub");
  const said = one.state === "refused" ? one.said : say(facts.words, "photographWaits");
  if (state) {
    state.textContent = said;
    state.classList.toggle("upload-failed", one.state === "refused");
  }
  return entry;
}

function newLine(one: Photograph, facts: FormFacts, store: Store, changed: () => void): HTMLElement {
  const entry = document.createElement("li");
  entry.dataset["id"] = one.id;
  if (one.file.type.startsWith("image/") && one.file.type !== "image/heic") {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.className = "waiting-picture";
    picture.src = URL.createObjectURL(one.file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
    // What is no picture although its name says so is refused by the server, which says why.
    picture.addEventListener("error", () => picture.remove(), { once: true });
    entry.append(picture);
  }
  const [name, state, remove] = [
    document.createElement("span"),
    document.createElement("span"),
    document.createElement("button"),
  ];
  name.textContent = one.name;
  state.className = "sub";
  remove.type = "button";
  remove.className = "quiet";
  remove.textContent = say(facts.words, "remove");
  remove.setAttribute("aria-label", `${say(facts.words, "remove")}: ${one.name}`);
  remove.addEventListener("click", () => {
    if (!confirm(say(facts.words, "removeAsk", { name: one.name }))) return;
    entry.dataset["how"] = "removed";
    void store.dropPhotograph(one.id).then(changed);
  });
  entry.append(name, state, remove);
  return entry;
}
