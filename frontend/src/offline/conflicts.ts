/** What somebody else wrote meanwhile beside what was typed, field by field, to choose from. */

import { say } from "../sheet/checks";
import { put } from "./fields";
import type { FormFacts } from "./rules";
import type { Answer, Conflict } from "./store";

/** Shows both sides of every conflict; chosen is called once everything is chosen, with the form as it shall be. */
export function showConflicts(form: HTMLFormElement, facts: FormFacts, answer: Answer, chosen: () => void): void {
  for (const old of form.querySelectorAll("[data-conflict]")) old.remove();
  let first: HTMLElement | null = null;
  for (const [key, conflict] of Object.entries(answer.conflicts)) {
    const item = form.querySelector<HTMLElement>(`[id="item-${key}"]`);
    if (!item) continue;
    const box = boxOf(form, facts, key, conflict);
    item.classList.add("needs-care");
    item.prepend(box);
    first ??= box;
  }
  if (!first) return;
  const send = document.createElement("button");
  send.type = "button";
  send.className = "button";
  send.textContent = say(facts.words, "choose");
  const last = [...form.querySelectorAll<HTMLElement>("[data-conflict]")].at(-1);
  last?.append(send);
  send.addEventListener("click", () => {
    for (const [key, conflict] of Object.entries(answer.conflicts)) take(form, key, conflict);
    for (const box of form.querySelectorAll("[data-conflict]")) box.remove();
    chosen();
  });
  first.focus();
}

function boxOf(form: HTMLFormElement, facts: FormFacts, key: string, conflict: Conflict): HTMLElement {
  const box = document.createElement("div");
  box.className = "report-theirs";
  box.tabIndex = -1;
  box.dataset["conflict"] = key;
  box.setAttribute("role", "alert");
  const said = document.createElement("p");
  said.textContent = say(facts.words, "conflict", { person: conflict.by });
  box.append(said);
  for (const field of conflict.fields) {
    const control = form.elements.namedItem(`${key}__${field.name}`);
    if (!(control instanceof HTMLElement)) continue;
    const group = document.createElement("fieldset");
    group.className = "conflict-field";
    const legend = document.createElement("legend");
    legend.textContent = field.label;
    const yours = `${say(facts.words, "yours")}: ${shownValue(control, facts)}`;
    const theirs = `${say(facts.words, "theirs", { person: conflict.by })}: ${field.theirs}`;
    const name = `choice-${key}-${field.name}`;
    group.append(legend, radio(name, "yours", yours, true), radio(name, "theirs", theirs, false));
    box.append(group);
  }
  return box;
}

function radio(name: string, value: string, text: string, checked: boolean): HTMLElement {
  const label = document.createElement("label");
  label.className = "choice";
  const input = document.createElement("input");
  const words = document.createElement("span");
  Object.assign(input, { type: "radio", name, value, checked });
  words.textContent = text;
  label.append(input, words);
  return label;
}

function shownValue(control: HTMLElement, facts: FormFacts): string {
  if (control instanceof HTMLSelectElement) return control.selectedOptions[0]?.textContent ?? "";
  if (control instanceof HTMLInputElement && control.type === "checkbox") {
    return say(facts.words, control.checked ? "yes" : "no");
  }
  const text = control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement ? control.value : "";
  return text || say(facts.words, "nothing");
}

function take(form: HTMLFormElement, key: string, conflict: Conflict): void {
  for (const { name, value } of conflict.fields) {
    const chosen = form.querySelector<HTMLInputElement>(`input[name="choice-${key}-${name}"]:checked`);
    const control = form.elements.namedItem(`${key}__${name}`);
    if (chosen?.value !== "theirs") continue;
    if (
      control instanceof HTMLInputElement ||
      control instanceof HTMLSelectElement ||
      control instanceof HTMLTextAreaElement
    ) {
      put(control, value);
    }
  }
  const version = form.elements.namedItem(`${key}__version`);
  if (version instanceof HTMLInputElement) version.value = String(conflict.version);
}
