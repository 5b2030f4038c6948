import { beforeEach, describe, expect, it } from "vitest";
import { findAgain, selectorOf } from "../src/focus";
import { dropEmpty } from "../src/islands/filters";
import { nextRow } from "../src/islands/grid-keys";
import { pictureName } from "../src/picture";

describe("dropEmpty", () => {
  it("keeps every value that says something", () => {
    const values = new FormData();
    values.append("q", "");
    values.append("pillar", "living");
    values.append("pillar", "");
    values.append("pillar", "economy");
    dropEmpty(values);
    expect([...values.entries()]).toEqual([
      ["pillar", "living"],
      ["pillar", "economy"],
    ]);
  });
});

describe("nextRow", () => {
  it("stays inside the table", () => {
    expect(nextRow("ArrowDown", 2, 3)).toBe(2);
    expect(nextRow("ArrowUp", 0, 3)).toBe(0);
    expect(nextRow("End", 0, 3)).toBe(2);
    expect(nextRow("a", 0, 3)).toBe(-1);
  });
});

describe("pictureName", () => {
  it("comes from the drawing's address", () => {
    expect(pictureName("/indicators/waste/trend.svg?period=2025")).toBe("trend.png");
    expect(pictureName("/")).toBe("chart.png");
  });
});

describe("focus after a swap", () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <input name="q"><button id="go">Go</button>
      <div id="results"><a href="?sort=name">Name</a><a href="?page=2">2</a></div>`;
  });
  const find = (selector: string): HTMLElement => {
    const element = document.querySelector<HTMLElement>(selector);
    if (!element) throw new Error(selector);
    return element;
  };
  it("finds a control by its id or its name", () => {
    expect(selectorOf(find("#go"))).toBe("#go");
    expect(selectorOf(find("input"))).toBe('input[name="q"]');
  });
  it("finds a link by its words though its address has changed", () => {
    const selector = selectorOf(find("#results a")) ?? "";
    find("#results a").setAttribute("href", "?sort=-name");
    expect(findAgain(selector, find("#results"))?.getAttribute("href")).toBe("?sort=-name");
  });
  it("finds nothing for the page itself or a link that is gone", () => {
    expect(selectorOf(document.body)).toBeNull();
    expect(findAgain("a|Gone", find("#results"))).toBeNull();
  });
});
