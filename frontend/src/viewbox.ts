/** The part of a map that is shown. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const MOST_ZOOM = 8;

/** Returns the box a factor closer (above 1) or farther around a place that stays where it is, inside the whole map. */
export function zoom(box: Box, whole: Box, factor: number, at: { x: number; y: number }): Box {
  const width = Math.min(Math.max(box.width / factor, whole.width / MOST_ZOOM), whole.width);
  const scale = width / box.width;
  return within(
    { x: at.x - (at.x - box.x) * scale, y: at.y - (at.y - box.y) * scale, width, height: box.height * scale },
    whole,
  );
}

/** Returns the box moved, as far as the map goes. */
export function pan(box: Box, whole: Box, dx: number, dy: number): Box {
  return within({ ...box, x: box.x + dx, y: box.y + dy }, whole);
}

export function centre(box: Box): { x: number; y: number } {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function within(box: Box, whole: Box): Box {
  const x = Math.min(Math.max(box.x, whole.x), whole.x + whole.width - box.width);
  const y = Math.min(Math.max(box.y, whole.y), whole.y + whole.height - box.height);
  return { ...box, x, y };
}
