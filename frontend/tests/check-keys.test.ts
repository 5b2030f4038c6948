import { expect, test } from "vitest";
import { nextItem } from "../src/islands/check-keys";

test("J and K go from item to item and stop at the ends", () => {
  expect(nextItem("j", -1, 3)).toBe(0);
  expect(nextItem("J", 2, 3)).toBe(2);
  expect(nextItem("k", 2, 3)).toBe(1);
  expect(nextItem("k", 0, 3)).toBe(0);
});

test("another key, or nothing to check, leads nowhere", () => {
  expect(nextItem("x", 0, 3)).toBeUndefined();
  expect(nextItem("j", -1, 0)).toBeUndefined();
});
