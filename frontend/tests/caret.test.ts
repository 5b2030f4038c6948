import { describe, expect, it } from "vitest";
import { inserted, parseSuggestions, unitsOf, wordAt, type Suggestion } from "../src/caret";

const suggestion = (insert: string): Suggestion => ({ text: insert, insert, label: insert, detail: "", kind: "" });

describe("wordAt", () => {
  it("finds the name the caret stands behind", () => {
    expect(wordAt("100 * waste.ha", 14)).toEqual({ text: "waste.ha", start: 6, end: 14 });
  });
  it("takes the rest of the name with it, but asks only for what stands before the caret", () => {
    expect(wordAt("waste.handled / 2", 5)).toEqual({ text: "waste", start: 0, end: 13 });
  });
  it("finds nothing between two signs", () => {
    expect(wordAt("a + ", 4)).toEqual({ text: "", start: 4, end: 4 });
  });
  it("takes a number for no name", () => {
    expect(wordAt("100", 3).text).toBe("");
    expect(wordAt("0.5", 3).text).toBe("");
  });
  it("finds names of every letter", () => {
    expect(wordAt("per_kapita(é", 12).text).toBe("é");
  });
});

describe("inserted", () => {
  it("puts the suggestion in place of the word and the caret behind it", () => {
    expect(inserted("100 * wa / 2", wordAt("100 * wa / 2", 8), suggestion("waste.handled"))).toEqual({
      text: "100 * waste.handled / 2",
      caret: 19,
    });
  });
  it("opens no second bracket", () => {
    expect(inserted("su(x)", wordAt("su(x)", 2), suggestion("sum("))).toEqual({ text: "sum(x)", caret: 4 });
  });
  it("leaves the caret inside a bracket that it opens", () => {
    expect(inserted("su", wordAt("su", 2), suggestion("sum("))).toEqual({ text: "sum(", caret: 4 });
  });
});

describe("parseSuggestions", () => {
  it("keeps what is whole and leaves the rest out", () => {
    const answer = [{ text: "a", insert: "a(", label: "a(x)", detail: "d", kind: "k" }, { label: "nothing" }, 3, null];
    expect(parseSuggestions(answer)).toEqual([{ text: "a", insert: "a(", label: "a(x)", detail: "d", kind: "k" }]);
  });
  it("makes of anything else no suggestions", () => {
    expect(parseSuggestions({ detail: "not a list" })).toEqual([]);
    expect(parseSuggestions(undefined)).toEqual([]);
  });
});

describe("unitsOf", () => {
  it("counts a letter outside the basic plane once, as the server does", () => {
    expect(unitsOf("𝑥 + y", 1)).toBe(2);
    expect(unitsOf("abc", 2)).toBe(2);
    expect(unitsOf("abc", 9)).toBe(3);
  });
});
