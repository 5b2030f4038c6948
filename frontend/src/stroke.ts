/** A drawn line as the path of an SVG in a box of 300 by 120, as the server keeps signatures. */

export const WIDTH = 300;
export const HEIGHT = 120;
/** The server refuses longer ones (`meetings/signatures.py`). */
export const LONGEST = 12_000;
/** Points that lie closer say nothing that an eye sees, and a slow hand makes thousands of them. */
const APART = 1.2;

export type Point = readonly [number, number];

/** Returns where a pointer is in the box, never outside of it. */
export function within(x: number, y: number, left: number, top: number, width: number, height: number): Point {
  return [clamp(((x - left) / width) * WIDTH, WIDTH), clamp(((y - top) / height) * HEIGHT, HEIGHT)];
}

/** Returns the path with the point at the end of its last stroke; unchanged when the point lies too close or it is full. */
export function extended(path: string, last: Point | null, next: Point): string {
  const added = `${last ? "L" : "M"}${write(next[0])} ${write(next[1])}`;
  if (last && Math.hypot(next[0] - last[0], next[1] - last[1]) < APART) return path;
  return path.length + added.length > LONGEST ? path : path + added;
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}

function write(value: number): string {
  return String(Math.round(value * 10) / 10);
}
