/** Areas of a picture in percent: read from lines of text, written back, and made from two corners. */

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const LEAST = 0.5;

/** Returns the areas that lines of four numbers name; lines that are none are left out. */
export function readAreas(text: string): Area[] {
  return text.split("\n").flatMap((line) => {
    const parts = line
      .trim()
      .split(/\s+/)
      .map((part) => Number(part.replace(",", ".")));
    const [left, top, width, height] = parts;
    if (parts.length !== 4 || parts.some((part) => !Number.isFinite(part))) return [];
    return [{ left: left ?? 0, top: top ?? 0, width: width ?? 0, height: height ?? 0 }];
  });
}

export function writeAreas(areas: readonly Area[]): string {
  return areas.map((area) => [area.left, area.top, area.width, area.height].map(rounded).join(" ")).join("\n");
}

/** Returns the area between two corners, cut at the edges of the picture; null for one too small to be meant. */
export function between(first: readonly [number, number], second: readonly [number, number]): Area | null {
  const [left, right] = [first[0], second[0]].map(inside).sort((a, b) => a - b);
  const [top, bottom] = [first[1], second[1]].map(inside).sort((a, b) => a - b);
  if (left === undefined || right === undefined || top === undefined || bottom === undefined) return null;
  const area = { left, top, width: right - left, height: bottom - top };
  return area.width >= LEAST && area.height >= LEAST ? area : null;
}

function inside(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}
