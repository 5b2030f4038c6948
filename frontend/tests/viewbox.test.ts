import { describe, expect, it } from "vitest";
import { MOST_ZOOM, centre, pan, zoom, type Box } from "../src/viewbox";

const whole: Box = { x: 0, y: 0, width: 720, height: 480 };

describe("zoom", () => {
  it("keeps the place under the pointer where it is", () => {
    const at = { x: 200, y: 100 };
    const box = zoom(whole, whole, 2, at);
    expect(box).toEqual({ x: 100, y: 50, width: 360, height: 240 });
    expect((at.x - box.x) / box.width).toBeCloseTo(at.x / whole.width);
  });
  it("goes no closer than its limit and no farther than the whole map", () => {
    expect(zoom(whole, whole, 1000, centre(whole)).width).toBe(whole.width / MOST_ZOOM);
    const near = zoom(whole, whole, 4, { x: 0, y: 0 });
    expect(zoom(near, whole, 0.01, { x: 700, y: 400 })).toEqual(whole);
  });
});

describe("pan", () => {
  it("stops at the edges", () => {
    const near = zoom(whole, whole, 2, centre(whole));
    expect(pan(near, whole, -10_000, 10_000)).toEqual({ x: 0, y: 240, width: 360, height: 240 });
  });
  it("does not move the whole map", () => {
    expect(pan(whole, whole, 50, 50)).toEqual(whole);
  });
});
