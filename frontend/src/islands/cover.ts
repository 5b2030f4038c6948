/** Areas of a picture are drawn with the pointer once it is shown; the lines of text below stay what is sent. */

import { between, readAreas, writeAreas } from "../areas";

const SVG = "http://www.w3.org/2000/svg";

export function mount(host: HTMLElement, signal: AbortSignal): void {
  const stage = host.querySelector<HTMLElement>("[data-stage]");
  const picture = stage?.querySelector("img");
  const field = host.querySelector<HTMLTextAreaElement>("textarea");
  if (!stage || !picture || !field) return;
  // Until it is there the picture has no size, and what was drawn would lie elsewhere on it.
  const begin = (): void => drawOn(host, stage, field, signal);
  if (picture.complete && picture.naturalWidth > 0) begin();
  else picture.addEventListener("load", begin, { once: true, signal });
}

function drawOn(host: HTMLElement, stage: HTMLElement, field: HTMLTextAreaElement, signal: AbortSignal): void {
  const hint = host.querySelector<HTMLElement>("[data-cover-hint]");
  if (hint) hint.hidden = false;
  stage.classList.add("drawing");
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 100 100");
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("aria-hidden", "true");
  stage.append(drawing);

  let start: readonly [number, number] | null = null;
  let pressed: number | null = null;
  const at = (event: PointerEvent): readonly [number, number] => {
    const box = stage.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100];
  };
  const draw = (): void => {
    drawing.replaceChildren(
      ...readAreas(field.value).map((area, index) => {
        const shape = document.createElementNS(SVG, "rect");
        shape.setAttribute("x", String(area.left));
        shape.setAttribute("y", String(area.top));
        shape.setAttribute("width", String(area.width));
        shape.setAttribute("height", String(area.height));
        shape.dataset["index"] = String(index);
        return shape;
      }),
    );
  };
  field.addEventListener("input", draw, { signal });
  stage.addEventListener(
    "pointerdown",
    (event) => {
      const shape = event.target instanceof SVGRectElement ? event.target.dataset["index"] : undefined;
      pressed = shape === undefined ? null : Number(shape);
      start = at(event);
      stage.setPointerCapture(event.pointerId);
      event.preventDefault();
    },
    { signal },
  );
  stage.addEventListener(
    "pointerup",
    (event) => {
      if (!start) return;
      const area = between(start, at(event));
      start = null;
      const areas = readAreas(field.value);
      if (area) areas.push(area);
      else if (pressed !== null) areas.splice(pressed, 1);
      field.value = writeAreas(areas);
      draw();
    },
    { signal },
  );
  draw();
}
