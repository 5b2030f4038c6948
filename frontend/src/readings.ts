/** One value of a chart as the server drew it: where it lies and what it says. */
export interface Reading {
  readonly x: number;
  readonly y: number;
  readonly period: string;
  readonly line: string;
  readonly value: string;
  readonly remark: string;
}

/** Returns the readings written into a chart, those that are whole. */
export function parseReadings(text: string): Reading[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(rows)) return [];
  const readings = rows.flatMap((row: unknown): Reading[] => {
    if (!Array.isArray(row)) return [];
    const [x, y, period, line, value, remark] = row as unknown[];
    if (typeof x !== "number" || typeof y !== "number") return [];
    return [{ x, y, period: words(period), line: words(line), value: words(value), remark: words(remark) }];
  });
  return readings.sort((a, b) => a.x - b.x || a.y - b.y);
}

/** Returns the reading nearest to a place: first across, and among those of one period by height. */
export function nearest(readings: readonly Reading[], x: number, y: number): Reading | undefined {
  let best: Reading | undefined;
  let least = Infinity;
  for (const reading of readings) {
    const distance = Math.abs(reading.x - x) * 1000 + Math.abs(reading.y - y);
    if (distance < least) {
      least = distance;
      best = reading;
    }
  }
  return best;
}

function words(value: unknown): string {
  return typeof value === "string" ? value : "";
}
