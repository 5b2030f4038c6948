/** htmx with what the content security policy asks for, focus kept over a swap, and changes read out. */

import htmx from "htmx.org";
import { announce } from "./announcer";
import { tellFailed } from "./connection";
import { findAgain, selectorOf } from "./focus";
import { mountWithin, unmountWithin } from "./islands";

/** Where the focus was before a swap, and the id of the part that is swapped. */
let focused: { readonly selector: string; readonly part: string } | null = null;

export function start(): void {
  htmx.config.includeIndicatorStyles = false;
  htmx.config.allowEval = false;
  htmx.config.allowScriptTags = false;
  htmx.config.selfRequestsOnly = true;
  // A page from the history is loaded again: what another session left in the browser's storage is not shown.
  htmx.config.historyCacheSize = 0;
  htmx.config.refreshOnHistoryMiss = true;
  htmx.config.scrollBehavior = "auto";

  document.addEventListener("htmx:beforeSwap", (event) => {
    const selector = selectorOf(document.activeElement);
    focused = selector && event.target instanceof Element ? { selector, part: event.target.id } : null;
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
  readonly elt?: Element;
  readonly requestConfig?: { readonly verb?: string };
  readonly pathInfo?: { readonly finalRequestPath?: string };
}

/**
 * Loads as a page what could not be loaded as a part, so that the server says what is wrong; a write says so here. A part
 * that asks for itself again and again stays and goes on asking: the server may be starting again.
 */
function failed({ elt, requestConfig, pathInfo }: Failure): void {
  if (elt?.getAttribute("hx-trigger")?.startsWith("every ")) return;
  const address = pathInfo?.finalRequestPath;
  if (requestConfig?.verb === "get" && address && navigator.onLine) {
    location.assign(address);
    return;
  }
  tellFailed();
}

function restoreFocus(part: HTMLElement): void {
  // Parts swapped out of band settle too, some before the one that was asked for.
  if (focused?.part !== part.id) return;
  const { selector } = focused;
  focused = null;
  if (document.activeElement && document.activeElement !== document.body) return;
  const again = findAgain(selector, part);
  if (again) {
    again.focus({ preventScroll: true });
    return;
  }
  if (!part.hasAttribute("tabindex")) part.tabIndex = -1;
  part.focus({ preventScroll: true });
}
