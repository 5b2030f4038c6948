/** htmx with what the content security policy asks for, focus kept over a swap, and changes read out. */

import htmx from "htmx.org";
import { announce } from "./announcer";
import { mountWithin, unmountWithin } from "./islands";

/** Where the focus was before a swap: its id, or its place among the links and controls of its address or name. */
let focused: string | null = null;

export function start(): void {
  htmx.config.includeIndicatorStyles = false;
  htmx.config.allowEval = false;
  htmx.config.allowScriptTags = false;
  htmx.config.selfRequestsOnly = true;
  // A page from the history is loaded again: what another session left in the browser's storage is not shown.
  htmx.config.historyCacheSize = 0;
  htmx.config.refreshOnHistoryMiss = true;
  htmx.config.scrollBehavior = "auto";

  document.addEventListener("htmx:beforeSwap", () => {
    focused = selectorOf(document.activeElement);
  });
  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    if (event.target instanceof Node) unmountWithin(event.target);
  });
  document.addEventListener("htmx:load", (event) => {
    if (event.target instanceof HTMLElement) mountWithin(event.target);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!(event.target instanceof HTMLElement)) return;
    restoreFocus(event.target);
    const said =
      event.target.dataset["announce"] ??
      event.target.querySelector<HTMLElement>("[data-announce]")?.dataset["announce"];
    if (said) announce(said);
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      if (event instanceof CustomEvent) failed(event.detail as Failure);
    });
  }
}

interface Failure {
  readonly requestConfig?: { readonly verb?: string };
  readonly pathInfo?: { readonly finalRequestPath?: string };
}

/** Loads as a page what could not be loaded as a part, so that the server says what is wrong; a write says so here. */
function failed({ requestConfig, pathInfo }: Failure): void {
  const address = pathInfo?.finalRequestPath;
  if (requestConfig?.verb === "get" && address && navigator.onLine) {
    location.assign(address);
    return;
  }
  const said = document.getElementById("announcer")?.dataset["failed"] ?? "";
  const message = document.createElement("div");
  message.className = "message message-error";
  const words = document.createElement("p");
  words.textContent = said;
  message.append(words);
  document.getElementById("messages")?.replaceChildren(message);
}

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

function restoreFocus(part: HTMLElement): void {
  const selector = focused;
  focused = null;
  if (!selector || (document.activeElement && document.activeElement !== document.body)) return;
  const again = findAgain(selector, part);
  if (again) {
    again.focus({ preventScroll: true });
    return;
  }
  if (!part.hasAttribute("tabindex")) part.tabIndex = -1;
  part.focus({ preventScroll: true });
}
