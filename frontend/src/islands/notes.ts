/**
 * The note-takers' screen by keyboard: paragraphs under the item that is talked about, decisions and actions in a sheet
 * over the page, and on to the next item. Without it everything is a form or a page of its own.
 */

import { announce } from "../announcer";
import { mountWithin, unmountWithin } from "../islands";
import { keepPage } from "../offline/worker-door";
import { button, edit, textOf, type Desk } from "../session/editing";
import { actOf, isSave, type Act } from "../session/keys";
import { newKey, openOutbox, sendAll, type Line, type Outbox, type Waiting } from "../session/outbox";
import { openServer, record, type Reached } from "../session/server";
import { say } from "../sheet/checks";
import { clock } from "../sheet/saving";
import { NOW } from "./live";

const AGAIN_MS = 3_000;

type Words = Readonly<Record<string, string>>;

export function mount(host: HTMLElement, signal: AbortSignal): void {
  const words = JSON.parse(document.getElementById("notes-words")?.textContent ?? "{}") as Words;
  const find = (selector: string): HTMLElement | null => host.querySelector<HTMLElement>(selector);
  const token = host.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  const person = host.dataset["person"] ?? "";
  const server = openServer(host.dataset["lineAddress"] ?? "", person, token);
  const outbox = openOutbox(storageOf(), person, host.dataset["meeting"] ?? "");
  const form = host.querySelector<HTMLFormElement>("[data-write-form]");
  const field = host.querySelector<HTMLTextAreaElement>("#text");
  const saved = find("[data-saved]");
  const refresh = (): void => {
    find("[data-island=live]")?.dispatchEvent(new CustomEvent(NOW));
  };
  const head = (): DOMStringMap => find("[data-live=head]")?.dataset ?? {};
  const tell = (sentence: string): void => {
    if (saved) saved.textContent = sentence;
    announce(sentence);
  };

  // Paragraphs --------------------------------------------------------------------------------------------------------

  let under = { item: head()["item"] ?? "", title: head()["title"] ?? "" };
  const bind = (): void => {
    // What is being typed stays under the item that it was begun under.
    if (!field?.value.trim()) under = { item: head()["item"] ?? "", title: head()["title"] ?? "" };
    const place = find("[data-under]");
    if (place) place.textContent = under.title ? say(words, "under", { title: under.title }) : say(words, "whole");
  };
  let sending = false;
  let timer = 0;
  const flush = async (): Promise<void> => {
    if (sending || signal.aborted) return;
    sending = true;
    clearTimeout(timer);
    const before = outbox.waiting().length;
    const line = await sendAll(outbox, async (entry) => {
      const reached = await server.post(host.dataset["write"] ?? "", {
        text: entry.text,
        item: entry.item,
        key: entry.key,
      });
      return become(reached);
    });
    sending = false;
    const now = outbox.waiting();
    draw(host, words, outbox, line);
    if (now.length < before) {
      tell(say(words, "saved", { time: clock(new Date().toISOString()) }));
      refresh();
    }
    if (line !== "sent") timer = window.setTimeout(() => void flush(), AGAIN_MS);
    else if (now.some(({ refused }) => !refused)) void flush();
  };
  const save = (): void => {
    const text = field?.value.trim() ?? "";
    if (!field || !text) return;
    outbox.add({ key: newKey(), item: under.item, title: under.title, text, refused: "" });
    outbox.keepDraft(null);
    field.value = "";
    bind();
    draw(host, words, outbox, "sent");
    tell(say(words, "sending"));
    void flush();
    field.focus();
  };
  form?.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      save();
    },
    { signal },
  );
  field?.addEventListener(
    "input",
    () => {
      if (field.value.trim() && !outbox.draft()) bind();
      outbox.keepDraft({ text: field.value, ...under });
      if (!field.value.trim()) bind();
    },
    { signal },
  );
  const draft = outbox.draft();
  if (draft && field && !field.value) {
    field.value = draft.text;
    under = { item: draft.item, title: draft.title };
  }
  // The end of what is written about the current item stays in sight, but for whoever reads or changes something else.
  let last = "";
  const follow = (): void => {
    keepInSight(find("[data-live=agenda]"), find("[data-live=agenda] .current"));
    const current = find("[data-live=document] > .current");
    const end = `${head()["item"] ?? ""} ${String(current?.childElementCount ?? 0)}`;
    if (end !== last && !host.querySelector("[data-editing]"))
      current?.lastElementChild?.scrollIntoView({ block: "nearest" });
    last = end;
  };
  follow();
  host.addEventListener(
    "live:changed",
    () => {
      bind();
      follow();
    },
    { signal },
  );
  host.addEventListener("live:back", () => void flush(), { signal });
  window.addEventListener("online", () => void flush(), { signal });
  bind();
  draw(host, words, outbox, "sent");
  if (outbox.waiting().length) void flush();

  // Changing one ------------------------------------------------------------------------------------------------------

  const desk: Desk = {
    words,
    server,
    tell: (reached) => tell(say(words, reached)),
    refresh,
    adopt: (text) => {
      if (field) field.value = [field.value, text].filter(Boolean).join("\n");
      tell(say(words, "gone"));
    },
  };
  host.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-edit]") : null;
      const article = link?.closest<HTMLElement>(".minute");
      if (!article || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      edit(article, desk, signal);
    },
    { signal },
  );
  window.addEventListener(
    "beforeunload",
    (event) => {
      if (host.querySelector("[data-editing]")) event.preventDefault();
    },
    { signal },
  );

  // Going on ----------------------------------------------------------------------------------------------------------

  const go = async (address: string, fields: Readonly<Record<string, string>>): Promise<void> => {
    const reached = await server.post(address, fields);
    if (typeof reached === "string") tell(say(words, reached));
    else if (reached.status === 422) tell(reached.text);
    refresh();
  };
  const next = host.querySelector<HTMLFormElement>("[data-next]");
  next?.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      void go(next.action, { seen: head()["item"] ?? "" });
    },
    { signal },
  );
  const begin = host.querySelector<HTMLFormElement>("[data-go]");
  begin?.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      const by = event.submitter;
      if (by instanceof HTMLButtonElement) void go(begin.action, { item: by.value });
    },
    { signal },
  );

  // Sheets over the page ----------------------------------------------------------------------------------------------

  const sheet = host.querySelector<HTMLDialogElement>("[data-dialog]");
  const help = host.querySelector<HTMLDialogElement>("[data-help-dialog]");
  const fill = (html: string): void => {
    if (!sheet) return;
    unmountWithin(sheet);
    sheet.innerHTML = html; // of our own server; scripts in it do not run, and the content security policy forbids them
    mountWithin(sheet);
    const first = sheet.querySelector<HTMLElement>(".error-summary, textarea, input:not([type=hidden]), select");
    first?.focus();
  };
  const open = async (name: string): Promise<void> => {
    const link = host.querySelector<HTMLAnchorElement>(`[data-open="${name}"]`);
    if (!sheet || !link || sheet.open) return;
    const address = new URL(link.href);
    const item = head()["item"] ?? "";
    if (item) address.searchParams.set("item", item);
    else address.searchParams.delete("item");
    const reached = await server.get(address.href);
    if (typeof reached === "string" || reached.status !== 200) {
      tell(typeof reached === "string" ? say(words, reached) : say(words, "refused", { said: reached.status }));
      return;
    }
    sheet.showModal();
    fill(reached.text);
  };
  sheet?.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      if (event.target instanceof HTMLFormElement) void submit(event.target);
    },
    { signal },
  );
  const submit = async (sent: HTMLFormElement): Promise<void> => {
    const send = sent.querySelector<HTMLButtonElement>("button[type=submit]");
    if (send?.disabled) return;
    if (send) send.disabled = true;
    const reached = await server.post(sent.action, new FormData(sent));
    if (send) send.disabled = false;
    if (typeof reached === "string") {
      const note = document.createElement("p");
      note.className = "error";
      note.setAttribute("role", "alert");
      note.textContent = say(words, reached);
      sent.querySelector(":scope > .error")?.remove();
      sent.prepend(note);
      return;
    }
    if (reached.status === 422) fill(reached.text);
    else if (reached.status < 300) {
      sheet?.close();
      if (!reached.text.startsWith("<")) tell(reached.text);
      refresh();
      field?.focus();
    } else tell(say(words, "refused", { said: reached.status }));
  };
  host.addEventListener(
    "click",
    (event) => {
      if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey) return;
      const opened = event.target.closest<HTMLElement>("[data-open]");
      if (opened) {
        event.preventDefault();
        void open(opened.dataset["open"] ?? "");
      } else if (event.target.closest("[data-close]")) {
        event.preventDefault();
        sheet?.close();
      } else if (event.target.closest("[data-help]")) help?.showModal();
    },
    { signal },
  );
  const helpButton = find("[data-help]");
  if (helpButton) helpButton.hidden = false;

  // Keys --------------------------------------------------------------------------------------------------------------

  const acts: Readonly<Record<Act, () => void>> = {
    decision: () => void open("decision"),
    action: () => void open("action"),
    vote: () => void open("vote"),
    item: () => void open("item"),
    next: () => next?.requestSubmit(),
    text: () => field?.focus(),
    help: () => help?.showModal(),
  };
  host.ownerDocument.addEventListener(
    "keydown",
    (event) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (isSave(event)) {
        const within = target?.closest("form");
        if (within === form || within?.closest("dialog")) {
          event.preventDefault();
          within?.requestSubmit();
        }
        return;
      }
      if (event.key === "Escape" && target === field) {
        field?.blur();
        return;
      }
      if (sheet?.open || help?.open) return;
      const act = actOf(event);
      if (!act) return;
      event.preventDefault();
      acts[act]();
    },
    { signal },
  );
  void keepPage();
}

function become(reached: Reached): { readonly line: Line; readonly refused: string } {
  if (typeof reached === "string") return { line: reached, refused: "" };
  if (reached.status >= 500) return { line: "offline", refused: "" };
  if (reached.status === 200) return { line: "sent", refused: "" };
  return { line: "sent", refused: textOf(record(reached.text)["refused"]) || String(reached.status) };
}

/** Move what scrolls so far that a part of it is seen; nothing else on the page moves. */
function keepInSight(scroller: HTMLElement | null, part: HTMLElement | null): void {
  if (!scroller || !part) return;
  const frame = scroller.getBoundingClientRect();
  const seen = part.getBoundingClientRect();
  if (seen.bottom > frame.bottom) scroller.scrollTop += seen.bottom - frame.bottom;
  if (seen.top < frame.top) scroller.scrollTop -= frame.top - seen.top;
}

function storageOf(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Shows what the server has not taken yet, and what it had against it. */
function draw(host: HTMLElement, words: Words, outbox: Outbox, line: Line): void {
  const box = host.querySelector<HTMLElement>("[data-outbox]");
  if (!box) return;
  const waiting = outbox.waiting();
  box.hidden = waiting.length === 0;
  if (!waiting.length) {
    box.replaceChildren();
    return;
  }
  const head = document.createElement("p");
  const count = waiting.length;
  head.textContent =
    line === "signedOut" || line === "other"
      ? say(words, line)
      : say(words, count === 1 ? "one" : "waiting", { count });
  const list = document.createElement("ul");
  list.append(...waiting.map((entry) => rowOf(host, words, outbox, entry)));
  box.replaceChildren(head, list);
}

function rowOf(host: HTMLElement, words: Words, outbox: Outbox, entry: Waiting): HTMLElement {
  const row = document.createElement("li");
  const text = document.createElement("span");
  text.textContent = entry.text;
  row.append(text);
  if (entry.refused) {
    const said = document.createElement("span");
    said.className = "bad";
    said.textContent = say(words, "refused", { said: entry.refused });
    const discard = button(say(words, "discard"), "quiet");
    discard.addEventListener("click", () => {
      outbox.drop(entry.key);
      draw(host, words, outbox, "sent");
    });
    row.append(said, discard);
  }
  return row;
}
