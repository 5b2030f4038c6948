/** Zooms and pans a map, walks its areas by key, and keeps its choice and the list's the same. */

import { savePicture } from "../picture";
import { centre, pan, zoom, type Box } from "../viewbox";

const STEP = 1.6;

export function mount(host: HTMLElement, signal: AbortSignal): void {
  for (const button of host.querySelectorAll<HTMLButtonElement>("[data-png]")) {
    button.hidden = false;
    button.addEventListener("click", () => void savePicture(button.dataset["png"] ?? ""), { signal });
  }
  const frame = host.querySelector<HTMLElement>("[data-map]");
  const map = frame?.querySelector<SVGSVGElement>("svg.map");
  if (!frame || !map) return;
  moving(frame, map, signal);
  sharedChoice(host, map, signal);
  oneTabStop(map, signal);
}

function moving(frame: HTMLElement, map: SVGSVGElement, signal: AbortSignal): void {
  const { x, y, width, height } = map.viewBox.baseVal;
  const whole: Box = { x, y, width, height };
  let box = whole;
  const tools = frame.querySelector<HTMLElement>(".map-tools");
  if (tools) tools.hidden = false;
  const out = frame.querySelector<HTMLButtonElement>('[data-zoom="out"]');
  const all = frame.querySelector<HTMLButtonElement>('[data-zoom="all"]');

  const show = (next: Box): void => {
    box = next;
    map.setAttribute("viewBox", [box.x, box.y, box.width, box.height].map((part) => part.toFixed(2)).join(" "));
    const zoomed = box.width < whole.width - 0.01;
    frame.classList.toggle("zoomed", zoomed);
    if (out) out.disabled = !zoomed;
    if (all) all.disabled = !zoomed;
  };
  show(whole);

  tools?.addEventListener(
    "click",
    (event) => {
      const way =
        event.target instanceof Element ? event.target.closest<HTMLElement>("[data-zoom]")?.dataset["zoom"] : "";
      if (way === "in") show(zoom(box, whole, STEP, centre(box)));
      if (way === "out") show(zoom(box, whole, 1 / STEP, centre(box)));
      if (way === "all") show(whole);
    },
    { signal },
  );
  frame.addEventListener(
    "wheel",
    (event) => {
      // The wheel alone scrolls the page; with Ctrl, which a pinch on a touchpad sends too, it zooms.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      show(zoom(box, whole, Math.exp(-event.deltaY / 240), placeOf(event, map, box)));
    },
    { signal, passive: false },
  );

  let from: { x: number; y: number; box: Box } | null = null;
  let moved = false;
  map.addEventListener(
    "pointerdown",
    (event) => {
      if (box.width >= whole.width) return;
      from = { x: event.clientX, y: event.clientY, box };
      moved = false;
    },
    { signal },
  );
  map.addEventListener(
    "pointermove",
    (event) => {
      if (!from) return;
      const scale = from.box.width / map.getBoundingClientRect().width;
      const dx = event.clientX - from.x;
      const dy = event.clientY - from.y;
      if (!moved && Math.hypot(dx, dy) < 4) return;
      if (!moved) map.setPointerCapture(event.pointerId);
      moved = true;
      show(pan(from.box, whole, -dx * scale, -dy * scale));
    },
    { signal },
  );
  for (const end of ["pointerup", "pointercancel"]) {
    map.addEventListener(end, () => (from = null), { signal });
  }
  // A drag that ends over an area is not a wish to open it.
  map.addEventListener(
    "click",
    (event) => {
      if (!moved) return;
      event.preventDefault();
      moved = false;
    },
    { signal, capture: true },
  );
}

function placeOf(event: MouseEvent, map: SVGSVGElement, box: Box): { x: number; y: number } {
  const bounds = map.getBoundingClientRect();
  return {
    x: box.x + ((event.clientX - bounds.left) / bounds.width) * box.width,
    y: box.y + ((event.clientY - bounds.top) / bounds.height) * box.height,
  };
}

function sharedChoice(host: HTMLElement, map: SVGSVGElement, signal: AbortSignal): void {
  const start = map.querySelector("[data-code].chosen")?.getAttribute("data-code") ?? "";
  const choose = (code: string, from: Element | null): void => {
    for (const each of host.querySelectorAll("[data-code]")) {
      each.classList.toggle("chosen", each.getAttribute("data-code") === code);
    }
    // The last one drawn lies on top, so that its edge is whole.
    const area = map.querySelector(`[data-code="${CSS.escape(code)}"]`);
    if (area?.nextElementSibling && document.activeElement !== area) area.parentElement?.append(area);
    if (from && map.contains(from)) {
      const row = host.querySelector<HTMLElement>(`.map-list tr[data-code="${CSS.escape(code)}"]`);
      const list = row?.closest<HTMLElement>(".map-list");
      if (row && list) scrollTo(list, row);
    }
  };
  for (const kind of ["pointerover", "focusin"]) {
    host.addEventListener(
      kind,
      (event) => {
        const over = event.target instanceof Element ? event.target.closest("[data-code]") : null;
        if (over) choose(over.getAttribute("data-code") ?? "", over);
      },
      { signal },
    );
  }
  host.addEventListener("pointerleave", () => choose(start, null), { signal });
}

function scrollTo(list: HTMLElement, row: HTMLElement): void {
  const above = row.offsetTop;
  if (above < list.scrollTop + 40 || above + row.offsetHeight > list.scrollTop + list.clientHeight) {
    list.scrollTop = above - list.clientHeight / 2;
  }
}

/** Makes the areas one stop of the Tab key; the arrow keys go to the neighbour in that direction. */
function oneTabStop(map: SVGSVGElement, signal: AbortSignal): void {
  const links = [...map.querySelectorAll<SVGAElement>("a[data-code]")];
  const enter = links.find((link) => link.classList.contains("chosen")) ?? links[0];
  for (const link of links) link.setAttribute("tabindex", link === enter ? "0" : "-1");
  map.addEventListener(
    "keydown",
    (event) => {
      const here = event.target instanceof Element ? event.target.closest<SVGAElement>("a[data-code]") : null;
      const way = DIRECTIONS[event.key];
      if (!here || !way) return;
      event.preventDefault();
      const next = neighbour(here, links, way);
      if (!next) return;
      here.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    },
    { signal },
  );
}

const DIRECTIONS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function neighbour(
  here: SVGAElement,
  links: readonly SVGAElement[],
  way: readonly [number, number],
): SVGAElement | undefined {
  const from = middle(here);
  let best: SVGAElement | undefined;
  let least = Infinity;
  for (const link of links) {
    if (link === here) continue;
    const to = middle(link);
    const ahead = (to.x - from.x) * way[0] + (to.y - from.y) * way[1];
    const aside = Math.abs((to.x - from.x) * way[1]) + Math.abs((to.y - from.y) * way[0]);
    if (ahead > 1 && ahead + 2 * aside < least) {
      least = ahead + 2 * aside;
      best = link;
    }
  }
  return best;
}

function middle(link: SVGAElement): { x: number; y: number } {
  const { x, y, width, height } = link.getBBox();
  return { x: x + width / 2, y: y + height / 2 };
}
