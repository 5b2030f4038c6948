/** Which key does what on the note-takers' screen. */

export type Act = "decision" | "action" | "vote" | "item" | "next" | "text" | "help";

const ACTS: Readonly<Record<string, Act>> = {
  k: "decision",
  t: "action",
  v: "vote",
  a: "item",
  n: "text",
  arrowright: "next",
  "?": "help",
};

export interface Pressed {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly target: EventTarget | null;
}

/** Returns what a key does; undefined while somebody types, and for keys that do nothing. */
export function actOf(event: Pressed): Act | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return undefined;
  return ACTS[event.key.toLowerCase()];
}

/** Tells whether Ctrl (or ⌘) and Enter are pressed. */
export const isSave = (event: Omit<Pressed, "target">): boolean =>
  event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey;

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches("textarea, select, input, [contenteditable]");
