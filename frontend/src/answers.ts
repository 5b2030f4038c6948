/** What the server answers to a file that a script sent. */

export interface Answer {
  readonly taken: number;
  readonly text: string;
}

/** Reads what the server answered; null for anything but an answer of this form. */
export function readAnswer(text: string): Answer | null {
  try {
    const found = JSON.parse(text) as unknown;
    if (typeof found !== "object" || found === null) return null;
    const { taken, text: sentence } = found as Record<string, unknown>;
    return typeof taken === "number" && typeof sentence === "string" ? { taken, text: sentence } : null;
  } catch {
    return null;
  }
}
