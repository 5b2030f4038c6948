import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tokensOf } from "./colours";

const tokens = tokensOf(readFileSync(join(import.meta.dirname, "../src/styles/tokens.css"), "utf8"), ":root {");
const drawing = readFileSync(join(import.meta.dirname, "../../serambi/ui/charts/drawing.py"), "utf8");

it("gives a chart's file the same colours as the page has in the light", () => {
  const names: [string, string][] = [
    ["PAPER", "paper"],
    ["INK", "ink"],
    ["MUTED", "muted"],
    ["LINE", "line"],
    ["FRAME", "frame"],
    ["ACCENT", "accent"],
  ];
  for (const [constant, token] of names) {
    expect(drawing.includes(`${constant} = "${tokens[token] ?? "?"}"`), `${constant} = "${tokens[token] ?? "?"}"`).toBe(
      true,
    );
  }
  for (const key of [
    "governance",
    "society",
    "branding",
    "economy",
    "living",
    "environment",
    "very_high",
    "high",
    "medium",
    "low",
    "very_low",
    "step_1",
    "step_2",
    "step_3",
    "step_4",
    "step_5",
  ]) {
    expect(
      drawing.includes(`"${key}": "${tokens[key.replace("_", "-")] ?? "?"}"`),
      `"${key}": "${tokens[key.replace("_", "-")] ?? "?"}"`,
    ).toBe(true);
  }
});
