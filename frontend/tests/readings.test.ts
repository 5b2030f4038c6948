import { describe, expect, it } from "vitest";
import { nearest, parseReadings } from "../src/readings";

const text = JSON.stringify([
  [100, 40, "Q2", "A", "2", ""],
  [50, 80, "Q1", "A", "1", "preliminary"],
  [50, 20, "Q1", "B", "3", ""],
]);

describe("parseReadings", () => {
  it("orders by time and then from the top", () => {
    expect(parseReadings(text).map((reading) => reading.value)).toEqual(["3", "1", "2"]);
  });
  it("leaves out what is not whole and survives what is not JSON", () => {
    expect(parseReadings('[["x"], 3, [1, null], [1, 2]]')).toEqual([
      { x: 1, y: 2, period: "", line: "", value: "", remark: "" },
    ]);
    expect(parseReadings("{")).toEqual([]);
    expect(parseReadings('{"a": 1}')).toEqual([]);
  });
});

describe("nearest", () => {
  const readings = parseReadings(text);
  it("takes the period first and then the line", () => {
    expect(nearest(readings, 60, 79)?.value).toBe("1");
    expect(nearest(readings, 60, 21)?.value).toBe("3");
    expect(nearest(readings, 90, 0)?.value).toBe("2");
  });
  it("finds nothing in nothing", () => {
    expect(nearest([], 1, 1)).toBeUndefined();
  });
});
