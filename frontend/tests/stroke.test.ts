import { beforeEach, describe, expect, it } from "vitest";
import { mount } from "../src/islands/signature";
import { LONGEST, extended, within } from "../src/stroke";

describe("a stroke", () => {
  it("is written in the box of a signature, whatever the size of the pad", () => {
    expect(within(150, 60, 100, 50, 200, 80)).toEqual([75, 15]);
    expect(within(0, 900, 100, 50, 200, 80)).toEqual([0, 120]);
  });
  it("begins with a move and goes on with lines, one digit after the point", () => {
    expect(extended("", null, [1.234, 20])).toBe("M1.2 20");
    expect(extended("M1.2 20", [1.2, 20], [4, 24])).toBe("M1.2 20L4 24");
  });
  it("leaves out points that lie too close, and everything once it is as long as may be", () => {
    expect(extended("M1 1", [1, 1], [1.5, 1.5])).toBe("M1 1");
    const full = "M1 1".padEnd(LONGEST, "L2 2");
    expect(extended(full, [2, 2], [90, 90])).toBe(full);
  });
});

describe("the pad", () => {
  beforeEach(() => {
    document.body.innerHTML = `<div hidden><svg viewBox="0 0 300 120"><path d=""/></svg>
      <input type="hidden" name="signature" value="M1 1L9 9"><button type="button" data-clear>Clear</button></div>`;
  });
  const find = (selector: string): HTMLElement => {
    const element = document.querySelector<HTMLElement>(selector);
    if (!element) throw new Error(selector);
    return element;
  };
  it("shows what came back with an error, and clears it", () => {
    const host = find("div");
    mount(host, new AbortController().signal);
    expect(host.hidden).toBe(false);
    expect(find("path").getAttribute("d")).toBe("M1 1L9 9");
    find("[data-clear]").click();
    expect(find("input").getAttribute("value")).toBe("");
    expect(find("path").getAttribute("d")).toBe("");
  });
});
