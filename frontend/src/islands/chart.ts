/** Reads a chart's values one by one, by pointer or by key, and saves it as a picture. */

import { savePicture } from "../picture";
import { nearest, parseReadings, type Reading } from "../readings";

const SVG = "http://www.w3.org/2000/svg";

export function mount(host: HTMLElement, signal: AbortSignal): void {
  for (const button of host.querySelectorAll<HTMLButtonElement>("[data-png]")) {
    button.hidden = false;
    button.addEventListener("click", () => void savePicture(button.dataset["png"] ?? ""), { signal });
  }
  const room = host.querySelector<HTMLElement>(".chart-room");
  if (!room) return;
  const box = document.createElement("div");
  box.className = "readout";
  box.hidden = true;
  box.setAttribute("aria-hidden", "true");
  room.append(box);
  for (const plot of room.querySelectorAll<SVGSVGElement>("svg.plot")) readPlot(room, plot, box, signal);
  signal.addEventListener("abort", () => box.remove());
}

function readPlot(room: HTMLElement, plot: SVGSVGElement, box: HTMLElement, signal: AbortSignal): void {
  const readings = parseReadings(plot.dataset["points"] ?? "[]");
  if (readings.length === 0) return;
  const [top = 0, bottom = 0] = (plot.dataset["plot"] ?? "").split(" ").map(Number);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("class", "readout-line");
  const dot = document.createElementNS(SVG, "circle");
  dot.setAttribute("class", "readout-dot");
  dot.setAttribute("r", "5");
  const pointer = document.createElementNS(SVG, "g");
  pointer.append(line, dot);
  const slider = keySlider(room, plot, readings);

  const show = (reading: Reading): void => {
    line.setAttribute("d", `M${String(reading.x)} ${String(top)}V${String(bottom)}`);
    dot.setAttribute("cx", String(reading.x));
    dot.setAttribute("cy", String(reading.y));
    if (!pointer.isConnected) plot.append(pointer);
    const value = document.createElement("b");
    value.textContent = reading.value;
    box.replaceChildren(value, [reading.line, reading.period, reading.remark].filter(Boolean).join(" · "));
    box.hidden = false;
    place(box, plot, reading);
  };
  const hide = (): void => {
    box.hidden = true;
    pointer.remove();
  };
  plot.addEventListener(
    "pointermove",
    (event) => {
      const bounds = plot.getBoundingClientRect();
      const scale = plot.viewBox.baseVal.width / bounds.width;
      const reading = nearest(readings, (event.clientX - bounds.left) * scale, (event.clientY - bounds.top) * scale);
      if (reading) show(reading);
    },
    { signal },
  );
  plot.addEventListener("pointerleave", hide, { signal });
  slider.addEventListener("input", () => readOut(slider, readings, show), { signal });
  slider.addEventListener("focus", () => readOut(slider, readings, show), { signal });
  slider.addEventListener("blur", hide, { signal });
  signal.addEventListener("abort", () => {
    pointer.remove();
    slider.remove();
  });
}

/** A range input laid over the plot: arrow keys step through the values and a screen reader says each. */
function keySlider(room: HTMLElement, plot: SVGSVGElement, readings: readonly Reading[]): HTMLInputElement {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = `reader ${plot.classList.contains("narrow") ? "narrow" : "wide"}`;
  slider.min = "0";
  slider.max = String(readings.length - 1);
  slider.value = slider.max;
  slider.setAttribute("aria-label", room.dataset["readoutLabel"] ?? "");
  plot.after(slider);
  return slider;
}

function readOut(slider: HTMLInputElement, readings: readonly Reading[], show: (reading: Reading) => void): void {
  const reading = readings[Number(slider.value)];
  if (!reading) return;
  slider.setAttribute(
    "aria-valuetext",
    [reading.line, reading.period, reading.value, reading.remark].filter(Boolean).join(", "),
  );
  show(reading);
}

function place(box: HTMLElement, plot: SVGSVGElement, reading: Reading): void {
  const scale = plot.getBoundingClientRect().width / plot.viewBox.baseVal.width;
  const across = reading.x * scale;
  const left = Math.max(
    0,
    Math.min(across - box.offsetWidth / 2, plot.getBoundingClientRect().width - box.offsetWidth),
  );
  const above = reading.y * scale - box.offsetHeight - 14;
  // Set by the object model and not as a style attribute, which the content security policy forbids in the page.
  box.style.translate = `${String(Math.round(left))}px ${String(Math.round(above >= 0 ? above : reading.y * scale + 14))}px`;
}
