/** Returns how to find an element again after a swap, or null when it cannot be told from others. */
export function selectorOf(element: Element | null): string | null {
  if (!element || element === document.body) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const name = element.getAttribute("name");
  if (name) return `${element.localName}[name="${CSS.escape(name)}"]`;
  const label = element.textContent.trim();
  if (element.localName !== "a" || !label) return null;
  // A sort link points elsewhere after the swap and a page link may be gone, but both keep their words.
  return `a|${label}`;
}

export function findAgain(selector: string, part: ParentNode): HTMLElement | null {
  if (!selector.startsWith("a|")) return document.querySelector<HTMLElement>(selector);
  const label = selector.slice(2);
  return [...part.querySelectorAll<HTMLElement>("a")].find((link) => link.textContent.trim() === label) ?? null;
}
