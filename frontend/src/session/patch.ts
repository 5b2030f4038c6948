/**
 * Brings a part of the page up to what the server sent, and leaves what is the same alone: the focus, what is being
 * typed, and what a screen reader is reading.
 */

/** What stands in a paragraph that somebody is changing on this screen; it is never replaced under their hands. */
export const EDITING = "data-editing";

/** Brings every part named by data-live up to date, and tells whether anything was other. */
export function patch(host: HTMLElement, answer: ParentNode): boolean {
  let changed = false;
  for (const fresh of answer.querySelectorAll<HTMLElement>("[data-live]")) {
    const known = host.querySelector<HTMLElement>(`[data-live="${fresh.dataset["live"] ?? ""}"]`);
    if (!known) host.append(fresh);
    else if ("keyed" in fresh.dataset) {
      changed = patchKeyed(known, fresh) || changed;
      continue;
    } else if (known.outerHTML === fresh.outerHTML) continue;
    else swap(known, fresh);
    changed = true;
  }
  return changed;
}

/** Swaps a part and gives the focus back to the control that has the same name and value, else to the same link. */
function swap(known: HTMLElement, fresh: HTMLElement): void {
  const active = known.contains(document.activeElement) ? document.activeElement : null;
  const again =
    active instanceof HTMLButtonElement
      ? fresh.querySelector<HTMLElement>(`button[name="${active.name}"][value="${active.value}"]`)
      : active instanceof HTMLAnchorElement
        ? fresh.querySelector<HTMLElement>(`a[href="${active.getAttribute("href") ?? ""}"]`)
        : null;
  known.replaceWith(fresh);
  again?.focus({ preventScroll: true });
}

/** Does the same child by child, by their data-key; children with keys inside are looked at one by one. */
export function patchKeyed(known: HTMLElement, fresh: HTMLElement): boolean {
  let changed = false;
  const wanted = new Set([...fresh.children].map(keyOf));
  const old = new Map<string, HTMLElement>();
  for (const child of [...known.children] as HTMLElement[]) {
    const key = keyOf(child);
    if (key && wanted.has(key)) old.set(key, child);
    else if (isEdited(child)) child.toggleAttribute("data-gone", true);
    else if (key || !isSame(child, fresh)) {
      child.remove();
      changed = true;
    }
  }
  let cursor: Element | null = known.firstElementChild;
  for (const child of [...fresh.children] as HTMLElement[]) {
    while (cursor?.hasAttribute("data-gone")) cursor = cursor.nextElementSibling;
    const match = old.get(keyOf(child)) ?? (cursor?.outerHTML === child.outerHTML ? cursor : null);
    if (match === null) {
      known.insertBefore(child, cursor);
      changed = true;
      continue;
    }
    const next: Element | null = match === cursor ? match.nextElementSibling : cursor;
    changed = merge(match as HTMLElement, child) || changed;
    cursor = next;
  }
  while (cursor) {
    const rest: Element = cursor;
    cursor = cursor.nextElementSibling;
    if (rest.hasAttribute("data-gone")) continue;
    rest.remove();
    changed = true;
  }
  return changed;
}

function merge(known: HTMLElement, fresh: HTMLElement): boolean {
  if (fresh.querySelector(":scope > [data-key]") || known.querySelector(`[${EDITING}]`)) {
    if (known.className !== fresh.className) known.className = fresh.className;
    if (isEdited(known) && !fresh.querySelector(":scope > [data-key]")) return false;
    return patchKeyed(known, fresh);
  }
  if (isEdited(known)) {
    known.dataset["theirs"] = fresh.dataset["version"] ?? "";
    return false;
  }
  if (known.outerHTML === fresh.outerHTML) return false;
  swap(known, fresh);
  return true;
}

const keyOf = (element: Element): string => element.getAttribute("data-key") ?? "";
const isEdited = (element: Element): boolean =>
  element.hasAttribute(EDITING) || element.querySelector(`[${EDITING}]`) !== null;
const isSame = (element: Element, fresh: Element): boolean =>
  [...fresh.children].some((child) => !keyOf(child) && child.outerHTML === element.outerHTML);
