/**
 * Files are dropped or photographed and sent one by one, each with its progress and, when it is refused, its sentence.
 * Without it the same form sends them all at once and comes back as a page.
 */

import { announce } from "../announcer";
import { readAnswer, type Answer } from "../answers";
import { textFrom } from "../connection";

export function mount(host: HTMLElement, signal: AbortSignal): void {
  const zone = host.querySelector<HTMLElement>("[data-drop]");
  const input = host.querySelector<HTMLInputElement>("input[type=file][name]");
  const list = host.querySelector<HTMLElement>("[data-files]");
  if (!(host instanceof HTMLFormElement) || !zone || !input || !list) return;
  for (const hint of host.querySelectorAll<HTMLElement>("[data-drop-hint], [data-camera]")) hint.hidden = false;
  const submit = host.querySelector<HTMLButtonElement>("button[type=submit]");
  let sending = Promise.resolve();

  const take = (files: readonly File[]): void => {
    if (files.length === 0) return;
    sending = sending.then(() => sendAll(host, list, files, submit));
  };
  dropInto(zone, take, signal);
  host.querySelector<HTMLInputElement>("[data-camera] input")?.addEventListener(
    "change",
    (event) => {
      const camera = event.currentTarget as HTMLInputElement;
      take([...(camera.files ?? [])]);
      camera.value = "";
    },
    { signal },
  );
  host.addEventListener(
    "submit",
    (event) => {
      if (!input.files?.length) return;
      event.preventDefault();
      take([...input.files]);
      input.value = "";
    },
    { signal },
  );
}

function dropInto(zone: HTMLElement, take: (files: readonly File[]) => void, signal: AbortSignal): void {
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(
      kind,
      (event) => {
        event.preventDefault();
        zone.classList.add("over");
      },
      { signal },
    );
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"), { signal });
  zone.addEventListener(
    "drop",
    (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      take([...(event.dataTransfer?.files ?? [])]);
    },
    { signal },
  );
}

async function sendAll(
  form: HTMLFormElement,
  list: HTMLElement,
  files: readonly File[],
  submit: HTMLButtonElement | null,
): Promise<void> {
  if (submit) submit.disabled = true;
  list.replaceChildren();
  const lines = files.map((file) => line(list, file.name));
  let taken = 0;
  for (const [index, file] of files.entries()) {
    const told = lines[index];
    if (told) taken += await sendOne(form, file, told);
  }
  if (submit) submit.disabled = false;
  if (taken === 0) return;
  for (const name of ["description", "document_date"]) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = "";
  }
  await showAgain();
}

/** Puts the list and the sentence above it as they are now into the page, and reads out how many there are. */
async function showAgain(): Promise<void> {
  const text = await textFrom(location.href);
  if (text === null) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const part of ["#files-list", "h1"]) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (old && fresh) old.replaceWith(document.importNode(fresh, true));
  }
  announce(document.querySelector<HTMLElement>("#files-list")?.dataset["announce"] ?? "");
}

interface Line {
  readonly entry: HTMLElement;
  readonly bar: HTMLProgressElement;
  readonly say: (sentence: string, failed?: boolean) => void;
}

function line(list: HTMLElement, name: string): Line {
  const entry = document.createElement("li");
  const [title, bar, state] = [
    document.createElement("span"),
    document.createElement("progress"),
    document.createElement("span"),
  ];
  title.textContent = name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  state.className = "sub";
  entry.append(title, bar, state);
  list.append(entry);
  const say = (sentence: string, failed = false): void => {
    state.textContent = sentence;
    state.classList.toggle("upload-failed", failed);
  };
  return { entry, bar, say };
}

/** Sends one file and returns how many were taken: one or none. */
async function sendOne(form: HTMLFormElement, file: File, { bar, say }: Line): Promise<number> {
  const words = form.dataset;
  const fail = (sentence: string): number => {
    bar.remove();
    say(sentence, true);
    announce(`${file.name}: ${sentence}`);
    return 0;
  };
  if (file.size > Number(words["limit"])) return fail(words["tooLarge"] ?? "");
  say(words["sending"] ?? "");
  const body = new FormData(form);
  body.delete("file");
  body.append("file", file, file.name);
  const answer = await posted(form.action, body, (share) => {
    bar.value = share;
    if (share === 1) say(words["checking"] ?? "");
  });
  if (!answer) return fail(words["failed"] ?? "");
  if (answer.taken === 0) return fail(answer.text);
  bar.remove();
  say(words["done"] ?? "");
  return answer.taken;
}

/** Sends a form and tells how far it is; null when the line dropped or the answer was none. */
function posted(address: string, body: FormData, tell: (share: number) => void): Promise<Answer | null> {
  return new Promise((resolve) => {
    // fetch does not say how much has been sent.
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) tell(event.loaded / event.total);
    });
    request.addEventListener("load", () => resolve(readAnswer(request.responseText)));
    request.addEventListener("error", () => resolve(null));
    request.addEventListener("abort", () => resolve(null));
    request.send(body);
  });
}
