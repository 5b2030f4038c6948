/** A signature is drawn with finger, pen or mouse; whoever cannot or will not sends the form without one. */

import { extended, within, type Point } from "../stroke";

export function mount(host: HTMLElement, signal: AbortSignal): void {
  const pad = host.querySelector("svg");
  const line = pad?.querySelector("path");
  const field = host.querySelector<HTMLInputElement>('input[type="hidden"]');
  const clear = host.querySelector<HTMLButtonElement>("[data-clear]");
  if (!pad || !line || !field || !clear) return;
  host.hidden = false;

  let last: Point | null = null;
  const show = (path: string): void => {
    field.value = path;
    line.setAttribute("d", path);
    clear.disabled = path === "";
  };
  // A form that comes back with an error keeps what was drawn.
  show(field.value);

  const draw = (event: PointerEvent): void => {
    const box = pad.getBoundingClientRect();
    const next = within(event.clientX, event.clientY, box.left, box.top, box.width, box.height);
    const path = extended(field.value, last, next);
    if (path === field.value) return;
    last = next;
    show(path);
  };
  pad.addEventListener(
    "pointerdown",
    (event) => {
      last = null;
      pad.setPointerCapture(event.pointerId);
      draw(event);
      event.preventDefault();
    },
    { signal },
  );
  pad.addEventListener(
    "pointermove",
    (event) => {
      if (last) draw(event);
    },
    { signal },
  );
  for (const end of ["pointerup", "pointercancel"] as const) {
    pad.addEventListener(end, () => (last = null), { signal });
  }
  clear.addEventListener(
    "click",
    () => {
      last = null;
      show("");
    },
    { signal },
  );
}
