/**
 * Helps to write a formula: suggestions at the caret, a check while one types, and a line under what is wrong.
 * Without it the same form has a plain text field and a button that checks.
 */

import { announce } from "../announcer";
import { inserted, parseSuggestions, unitsOf, wordAt, type Suggestion } from "../caret";
import { textFrom } from "../connection";
import { mountWithin, unmountWithin } from "../islands";

const CHECK_PAUSE_MS = 300;
const COMPLETE_PAUSE_MS = 120;
let editors = 0;

export function mount(host: HTMLElement, signal: AbortSignal): void {
  const area = host.querySelector("textarea");
  const output = host.querySelector<HTMLElement>("[data-output]");
  if (!area || !output) return;
  const frame = framed(area);
  liveCheck(host, area, output, frame.back, signal);
  completion(host, area, frame.element, signal);
  area.addEventListener("scroll", () => (frame.back.scrollTop = area.scrollTop), { signal });
}

/** Puts a sheet behind the text field on which the wrong place is underlined. */
function framed(area: HTMLTextAreaElement): { element: HTMLElement; back: HTMLElement } {
  const element = document.createElement("div");
  element.className = "editor-frame";
  const back = document.createElement("div");
  back.className = "editor-back";
  back.setAttribute("aria-hidden", "true");
  const hadFocus = document.activeElement === area;
  area.replaceWith(element);
  element.append(back, area);
  if (hadFocus) area.focus();
  return { element, back };
}

// The live check ----------------------------------------------------------------------------------------------------

function liveCheck(
  host: HTMLElement,
  area: HTMLTextAreaElement,
  output: HTMLElement,
  back: HTMLElement,
  signal: AbortSignal,
): void {
  const form = area.form;
  const address = host.dataset["checkUrl"];
  if (!form || !address) return;
  output.setAttribute("aria-live", "polite");
  output.id ||= `${area.id}_output`;
  const described = area.getAttribute("aria-describedby");
  area.setAttribute("aria-describedby", [described, output.id].filter(Boolean).join(" "));
  let timer = 0;
  let running: AbortController | null = null;

  const check = async (): Promise<void> => {
    running?.abort();
    const asking = new AbortController();
    running = asking;
    output.setAttribute("aria-busy", "true");
    const asked = area.value;
    const text = await textFrom(address, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true" },
      signal: asking.signal,
    });
    if (running === asking) output.removeAttribute("aria-busy");
    if (text === null || asking.signal.aborted) return;
    const fragment = new DOMParser().parseFromString(text, "text/html");
    unmountWithin(output);
    output.replaceChildren(...fragment.body.childNodes);
    mountWithin(output);
    showError(area, back, output, asked);
  };
  const soon = (): void => {
    clearTimeout(timer);
    back.replaceChildren();
    timer = window.setTimeout(() => void check(), CHECK_PAUSE_MS);
  };
  area.addEventListener("input", soon, { signal });
  for (const name of ["unit", ...(host.dataset["checkWith"] ?? "").split(" ").filter(Boolean)]) {
    const control = form.elements.namedItem(name);
    if (control instanceof HTMLElement) control.addEventListener("change", soon, { signal });
  }
  const button = host.querySelector<HTMLButtonElement>("[data-check]");
  button?.addEventListener(
    "click",
    (event) => {
      event.preventDefault();
      clearTimeout(timer);
      void check();
    },
    { signal },
  );
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    running?.abort();
  });
  if (area.value.trim()) void check();
}

function showError(area: HTMLTextAreaElement, back: HTMLElement, output: HTMLElement, asked: string): void {
  const wrong = output.querySelector<HTMLElement>("[data-error-start]");
  area.setAttribute("aria-invalid", String(wrong !== null));
  back.replaceChildren();
  if (!wrong || asked !== area.value) return;
  const start = unitsOf(asked, Number(wrong.dataset["errorStart"]));
  const end = Math.max(unitsOf(asked, Number(wrong.dataset["errorEnd"])), start + 1);
  const mark = document.createElement("mark");
  // At the end of the text there is no letter to underline, so a space stands for what is missing.
  mark.textContent = asked.slice(start, end) || "\u00a0";
  back.append(asked.slice(0, start), mark, asked.slice(end));
  back.scrollTop = area.scrollTop;
}

// Suggestions -------------------------------------------------------------------------------------------------------

function completion(host: HTMLElement, area: HTMLTextAreaElement, frame: HTMLElement, signal: AbortSignal): void {
  const address = host.dataset["completeUrl"];
  if (!address) return;
  editors += 1;
  const list = document.createElement("ul");
  list.className = "completions";
  list.id = `completions-${String(editors)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", host.dataset["completeLabel"] ?? area.labels[0]?.textContent ?? "");
  list.hidden = true;
  frame.after(list);
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("autocomplete", "off");

  let suggestions: Suggestion[] = [];
  let chosen = 0;
  let timer = 0;
  let running: AbortController | null = null;

  const close = (): void => {
    clearTimeout(timer);
    running?.abort();
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  };
  const mark = (index: number): void => {
    chosen = (index + suggestions.length) % suggestions.length;
    [...list.children].forEach((entry, at) => entry.setAttribute("aria-selected", String(at === chosen)));
    const entry = list.children[chosen];
    if (!entry) return;
    area.setAttribute("aria-activedescendant", entry.id);
    entry.scrollIntoView({ block: "nearest" });
  };
  const insert = (index: number): void => {
    const suggestion = suggestions[index];
    if (!suggestion) return;
    const result = inserted(area.value, wordAt(area.value, area.selectionStart), suggestion);
    area.value = result.text;
    area.setSelectionRange(result.caret, result.caret);
    close();
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  };
  const ask = async (beginning: string): Promise<void> => {
    running?.abort();
    const asking = new AbortController();
    running = asking;
    const url = new URL(address, location.href);
    url.searchParams.set("q", beginning);
    const text = await textFrom(url, { signal: asking.signal });
    if (text === null) return;
    suggestions = parseSuggestions(JSON.parse(text));
    if (asking.signal.aborted || suggestions.length === 0) {
      close();
      return;
    }
    list.replaceChildren(...suggestions.map((suggestion, index) => option(suggestion, `${list.id}-${String(index)}`)));
    list.hidden = false;
    mark(0);
    announce(`${String(suggestions.length)}: ${suggestions[0]?.label ?? ""}`);
  };

  area.addEventListener(
    "input",
    () => {
      clearTimeout(timer);
      const word = wordAt(area.value, area.selectionStart);
      if (word.text.length < 1) close();
      else timer = window.setTimeout(() => void ask(word.text), COMPLETE_PAUSE_MS);
    },
    { signal },
  );
  area.addEventListener(
    "keydown",
    (event) => {
      if (event.key === " " && event.ctrlKey) {
        event.preventDefault();
        void ask(wordAt(area.value, area.selectionStart).text);
        return;
      }
      if (list.hidden) return;
      if (event.key === "ArrowDown") mark(chosen + 1);
      else if (event.key === "ArrowUp") mark(chosen - 1);
      else if (event.key === "Enter" || event.key === "Tab") insert(chosen);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
  area.addEventListener("blur", close, { signal });
  // The press would take the focus from the text field, and with it the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
  list.addEventListener(
    "click",
    (event) => {
      const entry = event.target instanceof Element ? event.target.closest("li") : null;
      if (entry) insert([...list.children].indexOf(entry));
    },
    { signal },
  );
  signal.addEventListener("abort", close);
}

function option(suggestion: Suggestion, id: string): HTMLLIElement {
  const entry = document.createElement("li");
  entry.id = id;
  entry.setAttribute("role", "option");
  const code = document.createElement("code");
  code.textContent = suggestion.label;
  const kind = document.createElement("span");
  kind.className = "kind";
  kind.textContent = suggestion.kind;
  const detail = document.createElement("span");
  detail.className = "detail";
  detail.textContent = suggestion.detail;
  entry.append(code, kind, detail);
  return entry;
}
