import { describe, expect, it } from "vitest";
import { between, readAreas, writeAreas } from "../src/areas";
import { readAnswer } from "../src/answers";

describe("areas of a picture", () => {
  it("are read from lines of four numbers and written back", () => {
    const text = "10 20 30 40\n50,5 0 1 2";
    expect(readAreas(text)).toEqual([
      { left: 10, top: 20, width: 30, height: 40 },
      { left: 50.5, top: 0, width: 1, height: 2 },
    ]);
    expect(writeAreas(readAreas(text))).toBe("10 20 30 40\n50.5 0 1 2");
  });

  it("leave out lines that are none", () => {
    expect(readAreas("10 20\n\na b c d\n1 2 3 4 5")).toEqual([]);
  });

  it("are made from two corners in any order and end at the edge", () => {
    expect(between([60, 70], [20, 10])).toEqual({ left: 20, top: 10, width: 40, height: 60 });
    expect(between([90, 90], [130, 120])).toEqual({ left: 90, top: 90, width: 10, height: 10 });
  });

  it("are none where the pointer hardly moved", () => {
    expect(between([10, 10], [10.2, 30])).toBeNull();
  });
});

describe("the answer to a file", () => {
  it("is read when it is one, and nothing else is", () => {
    expect(readAnswer('{"taken": 1, "text": "added"}')).toEqual({ taken: 1, text: "added" });
    for (const other of ["", "<html>", "null", "[]", '{"taken": "1", "text": ""}'])
      expect(readAnswer(other)).toBeNull();
  });
});
