/** The controls of a report form: what differs from what the page came with, and putting back what was typed. */

import type { FormFacts, Typed } from "./rules";
import type { Fields } from "./store";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const MARK = "__";

export function controlsOf(form: HTMLFormElement, key: string): Control[] {
  return [...form.elements].filter(
    (control): control is Control => isControl(control) && control.name.startsWith(`${key}${MARK}`),
  );
}

function isControl(control: Element): control is Control {
  return (
    control instanceof HTMLInputElement ||
    control instanceof HTMLSelectElement ||
    control instanceof HTMLTextAreaElement
  );
}

export function valueOf(control: Control): string {
  if (control instanceof HTMLInputElement && control.type === "checkbox") return control.checked ? "on" : "";
  return control.value;
}

export function put(control: Control, value: string): void {
  if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = value !== "";
  else control.value = value;
  if (value && control.type !== "hidden") control.closest("details")?.setAttribute("open", "");
}

function defaultOf(control: Control): string {
  if (control instanceof HTMLSelectElement) {
    const chosen = [...control.options].find((option) => option.hasAttribute("selected")) ?? control.options[0];
    return chosen?.value ?? "";
  }
  if (control instanceof HTMLInputElement && control.type === "checkbox") return control.defaultChecked ? "on" : "";
  return control.defaultValue;
}

/** Returns what is typed for an item, by field. */
export function typedIn(form: HTMLFormElement, key: string): Typed {
  return Object.fromEntries(
    controlsOf(form, key).map((control) => [control.name.slice(key.length + MARK.length), valueOf(control)]),
  );
}

/** Returns the keys of the items in which something differs from what the page came with. */
export function changedKeys(form: HTMLFormElement, facts: FormFacts): string[] {
  return Object.keys(facts.items).filter((key) =>
    controlsOf(form, key).some((control) => control.type !== "hidden" && valueOf(control) !== defaultOf(control)),
  );
}

function shared(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(
    (control): control is Control => isControl(control) && control.name.endsWith(`${MARK}quality`),
  );
}

/** Returns what is different, whole items with the versions they stand upon, to be kept as a draft. */
export function draftOf(form: HTMLFormElement, facts: FormFacts): Fields {
  const kept = changedKeys(form, facts).flatMap((key) => controlsOf(form, key));
  const grades = shared(form).filter((control) => valueOf(control) !== defaultOf(control));
  return Object.fromEntries([...kept, ...grades].map((control) => [control.name, valueOf(control)]));
}

/** Returns what is sent: the items that are different, and how good the figures of each series are. */
export function sentOf(form: HTMLFormElement, facts: FormFacts): [string, string][] {
  const keys = new Set(changedKeys(form, facts));
  // A grade that was changed counts for the figures of its series that have a value.
  for (const grade of shared(form)) {
    if (valueOf(grade) === defaultOf(grade)) continue;
    const series = grade.name.slice("series-".length, -`${MARK}quality`.length);
    for (const key of Object.keys(facts.items)) {
      if (key.startsWith(`figure-${series}-`) && (typedIn(form, key)["number"] ?? "").trim()) keys.add(key);
    }
  }
  const items = [...keys].flatMap((key) => controlsOf(form, key));
  return [...items, ...shared(form)].map((control) => [control.name, valueOf(control)]);
}

/** Puts back what was typed, and returns how many items it was. */
export function restore(form: HTMLFormElement, fields: Fields): number {
  const keys = new Set<string>();
  for (const [name, value] of Object.entries(fields)) {
    const control = form.elements.namedItem(name);
    if (!(control instanceof Element) || !isControl(control)) continue;
    if (control.type !== "hidden" && valueOf(control) !== value) keys.add(name.split(MARK)[0] ?? "");
    put(control, value);
  }
  return keys.size;
}

/** Lets items stand upon the versions that are saved now. */
export function renewVersions(form: HTMLFormElement, saved: Readonly<Record<string, number>>): void {
  for (const [key, version] of Object.entries(saved)) {
    const control = form.elements.namedItem(`${key}${MARK}version`);
    if (control instanceof HTMLInputElement) control.value = String(version);
  }
}

/** Shows what is wrong under its field, and takes away what was wrong before; returns the first field that is. */
export function showWrong(
  form: HTMLFormElement,
  key: string,
  wrong: Readonly<Record<string, string>>,
): HTMLElement | null {
  let first: HTMLElement | null = null;
  for (const control of controlsOf(form, key)) {
    const said = wrong[control.name.slice(key.length + MARK.length)] ?? "";
    const field = control.closest<HTMLElement>(".field, .choice") ?? control;
    const id = `${control.id}_error`;
    const line = form.querySelector<HTMLElement>(`[id="${id}"]`);
    field.classList.toggle("wrong", said !== "");
    if (!said) {
      if (line) line.remove();
      control.removeAttribute("aria-invalid");
      if (control.getAttribute("aria-describedby") === id) control.removeAttribute("aria-describedby");
      continue;
    }
    const error = line ?? document.createElement("p");
    error.id = id;
    error.className = "error";
    error.textContent = said;
    if (!line) {
      if (field.matches(".choice")) field.after(error);
      else field.querySelector("label")?.after(error);
    }
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", id);
    control.closest("details")?.setAttribute("open", "");
    first ??= control;
  }
  return first;
}
