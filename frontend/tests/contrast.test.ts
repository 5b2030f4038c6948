import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contrast, tokensOf } from "./colours";

const source = readFileSync(join(import.meta.dirname, "../src/styles/tokens.css"), "utf8");
const light = tokensOf(source, ":root {");
const darkByMachine = tokensOf(source, ':root:not([data-theme="light"]) {');
const darkByChoice = tokensOf(source, ':root[data-theme="dark"] {');

const PILLARS = ["governance", "society", "branding", "economy", "living", "environment"];
const BANDS = ["very-high", "high", "medium", "low", "very-low"];

/** What is read on what, and how far apart the two must be (WCAG 2.2: 4.5 for text, 3 for signs and edges). */
const PAIRS: [string, string, number][] = [
  ["ink", "paper", 12],
  ["ink", "raise", 12],
  ["ink", "well", 10],
  ["ink", "tint", 9],
  ["ink", "alert-tint", 9],
  ["muted", "paper", 4.5],
  ["muted", "raise", 4.5],
  ["muted", "well", 4.5],
  ["muted", "tint", 4.5],
  ["accent", "paper", 4.5],
  ["accent", "raise", 4.5],
  ["accent", "tint", 4.5],
  ["accent-strong", "paper", 4.5],
  ["on-accent", "accent", 4.5],
  ["on-accent", "accent-strong", 4.5],
  ["alert", "paper", 4.5],
  ["alert", "raise", 4.5],
  ["alert", "alert-tint", 4.5],
  ["paper", "alert", 4.5],
  ["paper", "ink", 4.5],
  ["frame", "paper", 3],
  ["frame", "raise", 3],
  ...PILLARS.map((pillar): [string, string, number] => [pillar, "paper", 4.5]),
];

describe.each([
  ["light", light],
  ["dark", darkByMachine],
])("contrast in %s", (_name, tokens) => {
  it.each(PAIRS)("of %s on %s", (front, back, least) => {
    expect(contrast(tokens[front] ?? "", tokens[back] ?? "")).toBeGreaterThanOrEqual(least);
  });
});

describe("bands", () => {
  it("can be told from the paper in the dark", () => {
    for (const band of BANDS) {
      expect(contrast(darkByMachine[band] ?? "", darkByMachine["paper"] ?? "")).toBeGreaterThanOrEqual(3);
    }
  });
  it("can be told from the paper in the light, but for the yellow one, whose word and shape stand beside it", () => {
    for (const band of BANDS.filter((name) => name !== "medium")) {
      expect(contrast(light[band] ?? "", light["paper"] ?? "")).toBeGreaterThanOrEqual(3);
    }
  });
});

describe("dark", () => {
  it("is the same by the machine's wish and by the person's", () => {
    expect(darkByChoice).toEqual(darkByMachine);
  });
  it("gives every colour of light its own", () => {
    const colours = Object.keys(light).filter((name) => light[name]?.startsWith("#"));
    expect(Object.keys(darkByMachine)).toEqual(expect.arrayContaining(colours));
  });
});
