/** Changing a paragraph in its place; who saves an older version sees both and keeps what was typed. */

import { say } from "../sheet/checks";
import { EDITING } from "./patch";
import { isSave } from "./keys";
import { record, type Reached, type Server } from "./server";

type Words = Readonly<Record<string, string>>;

export interface Desk {
  readonly words: Words;
  readonly server: Server;
  /** Says what went wrong with reaching the server. */
  readonly tell: (reached: Exclude<Reached, { readonly status: number }>) => void;
  /** Fetches what is new. */
  readonly refresh: () => void;
  /** Takes a text over that has no paragraph any more. */
  readonly adopt: (text: string) => void;
}

/** Puts a field in the place of a paragraph. */
export function edit(article: HTMLElement, desk: Desk, signal: AbortSignal): void {
  if (article.hasAttribute(EDITING)) return;
  const before = [...article.childNodes];
  const text = article.querySelector<HTMLElement>(".minute-text")?.innerText ?? "";
  const field = document.createElement("textarea");
  field.value = text;
  field.rows = Math.min(12, Math.max(3, Math.ceil(text.length / 70)));
  field.maxLength = 10_000;
  field.setAttribute("aria-label", say(desk.words, "edit"));
  const note = document.createElement("div");
  note.setAttribute("role", "status");
  const save = button(say(desk.words, "save"), "button small");
  const cancel = button(say(desk.words, "cancel"), "quiet");
  const bar = document.createElement("div");
  bar.className = "actions";
  bar.append(save, cancel);
  article.setAttribute(EDITING, "");
  article.replaceChildren(field, note, bar);
  field.focus();

  let seen = article.dataset["version"] ?? "1";
  const close = (): void => {
    article.removeAttribute(EDITING);
    article.replaceChildren(...before);
    // So that what is there now takes its place.
    article.dataset["version"] = "0";
    desk.refresh();
  };
  const send = async (): Promise<void> => {
    save.disabled = true;
    const reached = await desk.server.post(article.dataset["address"] ?? "", { text: field.value, seen });
    save.disabled = false;
    if (typeof reached === "string") {
      desk.tell(reached);
      return;
    }
    const said = record(reached.text);
    if (reached.status === 200) {
      const words = article.ownerDocument.createElement("p");
      words.className = "minute-text";
      words.textContent = field.value.trim();
      before.splice(0, 1, words);
      close();
    } else if (reached.status === 409) conflict(record(JSON.stringify(said["conflict"] ?? {})));
    else if (reached.status === 410) {
      desk.adopt(field.value);
      article.remove();
      desk.refresh();
    } else note.textContent = say(desk.words, "refused", { said: textOf(said["refused"]) || String(reached.status) });
  };
  const conflict = (theirs: Readonly<Record<string, unknown>>): void => {
    seen = String(theirs["version"]);
    const head = document.createElement("p");
    head.className = "error";
    head.textContent = say(desk.words, "conflict", { name: textOf(theirs["by"]) });
    const quote = document.createElement("blockquote");
    quote.textContent = textOf(theirs["text"]);
    const take = button(say(desk.words, "theirs"), "button second small");
    take.addEventListener("click", close, { signal });
    note.replaceChildren(head, quote, take);
    save.textContent = say(desk.words, "mine");
    field.focus();
  };
  save.addEventListener("click", () => void send(), { signal });
  cancel.addEventListener("click", close, { signal });
  field.addEventListener(
    "keydown",
    (event) => {
      if (isSave(event)) {
        event.preventDefault();
        void send();
      } else if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        // What was typed is not thrown away by a key.
        if (field.value === text) close();
        else field.blur();
      }
    },
    { signal },
  );
}

export function button(label: string, css: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = css;
  made.textContent = label;
  return made;
}

export const textOf = (found: unknown): string => (typeof found === "string" ? found : "");
