import { describe, expect, it } from "vitest";
import { judge, type Facts, type Rules } from "../src/sheet/checks";
import { asDraft } from "../src/sheet/draft";
import { exactOrNull, forCell, read, times, written } from "../src/sheet/numbers";
import { normalized, notationOf, parseBlock, writeBlock } from "../src/sheet/paste";
import { edge } from "../src/sheet/table";
import { steps } from "../src/sheet/undo";

const ID = { decimal: ",", thousands: "." };
const EN = { decimal: ".", thousands: "," };
const value = (text: string, whole = false): string => {
  const found = read(text, whole);
  return found.kind === "number" ? written(found.value, EN) : found.kind;
};

/** Returns numbers that look random and are the same at every run. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

describe("read", () => {
  it("takes both notations, as the server does", () => {
    expect(["1.234,5", "1,234.5", "12,75", "1.234.567", "Rp1.000.000", "98%", "-3,5", "−2", "5,-"].map((text) => value(text))).toEqual([
      "1,234.5", "1,234.5", "12.75", "1,234,567", "1,000,000", "98", "−3.5", "−2", "5",
    ]); // prettier-ignore
  });
  it("guesses never", () => {
    expect(value("1.234")).toBe("ambiguous");
    expect(value("1.234", true)).toBe("1,234");
    expect(["12,x", "1.2.3", "1.23,4.5", "dua", "-"].map((text) => value(text))).toEqual(Array(5).fill("none"));
    expect(value(" ")).toBe("empty");
    expect(value("1234567890123456")).toBe("digits");
    expect(value("0,1234567")).toBe("digits");
  });
  it("adds exactly", () => {
    const sum = ["0,1", "0,2"]
      .map((text) => read(text, false))
      .reduce((all, one) => all + (one.kind === "number" ? one.value : 0n), 0n);
    expect(written(sum, ID)).toBe("0,3");
  });
  it("reads what it writes", () => {
    const next = sequence(7);
    for (let run = 0; run < 2000; run += 1) {
      const number = BigInt(next(1_000_000)) * BigInt(10 ** next(7)) * (next(2) ? 1n : -1n);
      for (const notation of [ID, EN])
        expect(read(forCell(number, notation), false)).toEqual({ kind: "number", value: number });
    }
  });
});

describe("a block", () => {
  it("comes back as it was copied, whatever stands in its cells", () => {
    const next = sequence(11);
    const pieces = ["1", "2,5", "", " ", "a", '"', "\n", "\t", "\r\n", "é", "1.234", '""'];
    for (let run = 0; run < 2000; run += 1) {
      const [height, width] = [1 + next(4), 1 + next(4)];
      const rows = Array.from({ length: height }, () =>
        Array.from({ length: width }, () =>
          Array.from({ length: next(4) }, () => pieces[next(pieces.length)] ?? "").join(""),
        ),
      );
      // A last line of one empty cell cannot be told from the line break that ends a block.
      if (width === 1 && rows[height - 1]?.[0] === "") rows.push(["x"]);
      expect(parseBlock(writeBlock(rows))).toEqual(rows);
      expect(parseBlock(`${writeBlock(rows)}\r\n`)).toEqual(rows);
    }
  });
  it("never throws and loses no cell, whatever is pasted", () => {
    const next = sequence(13);
    for (let run = 0; run < 2000; run += 1) {
      const text = Array.from({ length: next(20) }, () => '\t\n\r"1.,a '[next(9)] ?? "").join("");
      const rows = parseBlock(text);
      expect(rows.length).toBeGreaterThan(0);
      expect(
        rows
          .flat()
          .join("")
          .replace(/["\t\r\n]/g, ""),
      ).toBe(text.replace(/["\t\r\n]/g, ""));
    }
  });
  it("decides its notation over all its cells", () => {
    const none = (): boolean => false;
    const whole = (): boolean => true;
    expect(notationOf([["1.234", "12,5"]], none)).toEqual({ mark: ",", doubtful: "1.234" });
    expect(notationOf([["1.234", "12.5"]], none).mark).toBe(".");
    expect(notationOf([["1.234", "1.234.567"]], none).mark).toBe(",");
    expect(notationOf([["1.234"]], none)).toEqual({ mark: null, doubtful: "1.234" });
    expect(notationOf([["1,5", "2.5", "1.234"]], none).mark).toBeNull();
    expect(notationOf([["1.234", "5"]], whole)).toEqual({ mark: ",", doubtful: null });
  });
  it("is written in the notation of the page", () => {
    expect(normalized("1.234", ",", false, ID)).toBe("1234");
    expect(normalized("1.234", ".", false, ID)).toBe("1,2340");
    expect(normalized("1.234", null, false, ID)).toBe("1.234");
    expect(normalized("1,234.50", null, false, ID)).toBe("1234,5");
    expect(normalized("-", null, false, ID)).toBe("");
    expect(normalized("dua", ",", false, ID)).toBe("dua");
  });
});

describe("judge", () => {
  const words = {
    notANumber: "{text}?",
    ambiguous: "{small} {large}",
    notWhole: "whole",
    outside: "{bounds}",
    leap: "{text} {times} {median}",
    emptied: "emptied",
    digits: "digits",
  };
  const facts: Facts = { ...ID, draft: "", jump: 10, small: 10, columns: [], words };
  const rules: Rules = { whole: false, count: false, min: "0", max: "5000", bounds: "0–5000", unit: "ton" };
  const kind = (text: string, more: Partial<Rules> = {}, usual = "10", recorded = ""): string =>
    judge(text, recorded, usual, { ...rules, ...more }, facts).kind;
  it("knows what is wrong", () => {
    expect(judge("x", "", "", rules, facts).sentence).toBe("x?");
    expect(judge("1.234", "", "", rules, facts).sentence).toBe("1,2340 1234");
    expect([kind("-1"), kind("5001"), kind("1,5", { count: true, whole: true })]).toEqual(["error", "error", "error"]);
  });
  it("doubts what leaps away from the median, as the record form does", () => {
    expect(judge("1000", "", "10", rules, facts).sentence).toBe("1.000 100 10");
    expect([kind("100"), kind("101"), kind("1"), kind("0,9"), kind("101", {}, "")]).toEqual([
      "",
      "doubt",
      "",
      "doubt",
      "",
    ]);
    expect(kind("9", { count: true, whole: true }, "0.5")).toBe("");
    expect(kind("1000", {}, "10", "1000")).toBe("");
    expect(times(exactOrNull("25") ?? 0n, exactOrNull("10") ?? 1n, ID)).toBe("2,5");
  });
  it("doubts the emptying of what is recorded", () => {
    expect([kind("", {}, "10", "5"), kind("")]).toEqual(["doubt", ""]);
  });
});

describe("steps", () => {
  it("are undone and done again to the last, and what was undone is forgotten by a new one", () => {
    const done = steps();
    for (let step = 0; step < 500; step += 1) done.add([{ cell: "a", before: String(step), after: String(step + 1) }]);
    done.add([{ cell: "a", before: "1", after: "1" }]);
    for (let step = 500; step > 0; step -= 1) expect(done.undo()[0]?.after).toBe(String(step - 1));
    expect(done.undo()).toEqual([]);
    expect(done.redo()[0]?.after).toBe("1");
    done.add([{ cell: "b", before: "", after: "x" }]);
    expect(done.redo()).toEqual([]);
  });
});

describe("edge", () => {
  const line = [true, true, false, false, true, true];
  it("goes to where what is full ends or begins", () => {
    expect(edge(line, 0, 1)).toBe(1);
    expect(edge(line, 1, 1)).toBe(4);
    expect(edge(line, 4, 1)).toBe(5);
    expect(edge(line, 5, 1)).toBe(5);
    expect(edge(line, 4, -1)).toBe(1);
    expect(edge([false, false, false], 0, 1)).toBe(2);
  });
});

describe("asDraft", () => {
  it("takes only what is whole", () => {
    const cell = { text: "5", base: [0, ""] };
    const draft = { at: "2026-01-01", key: "k", reason: "", cells: { a: cell, b: { text: 5 }, c: null } };
    expect(asDraft(draft)).toEqual({ ...draft, cells: { a: cell } });
    expect([asDraft(null), asDraft("x"), asDraft({ at: 1 })]).toEqual([null, null, null]);
  });
});
