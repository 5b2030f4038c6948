/** A suggestion of the formula editor, as the server sends it. */
export interface Suggestion {
  readonly text: string;
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
  readonly kind: string;
}

/** The word at the caret: what is being written, and where it begins and ends. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const LETTER = /[\p{L}\p{N}_.]/u;

/** Returns the name that the caret stands in or behind; empty between two signs. */
export function wordAt(text: string, caret: number): Word {
  let start = caret;
  while (start > 0 && LETTER.test(text[start - 1] ?? "")) start -= 1;
  let end = caret;
  while (end < text.length && LETTER.test(text[end] ?? "")) end += 1;
  // A number is not the beginning of a name.
  if (/^[\d.]/.test(text.slice(start, caret))) return { text: "", start: caret, end: caret };
  return { text: text.slice(start, caret), start, end };
}

/** Returns the text with a suggestion in place of the word, and where the caret stands then. */
export function inserted(text: string, word: Word, suggestion: Suggestion): { text: string; caret: number } {
  const after = text.slice(word.end);
  // `sum(` before a bracket that is there already gets no second one.
  const insert =
    suggestion.insert.endsWith("(") && after.startsWith("(") ? suggestion.insert.slice(0, -1) : suggestion.insert;
  const caret = word.start + insert.length + (insert === suggestion.insert ? 0 : 1);
  return { text: text.slice(0, word.start) + insert + after, caret };
}

/** Returns the suggestions of an answer that are whole. */
export function parseSuggestions(answer: unknown): Suggestion[] {
  if (!Array.isArray(answer)) return [];
  return answer.flatMap((entry: unknown): Suggestion[] => {
    if (typeof entry !== "object" || entry === null) return [];
    const given = entry as Record<string, unknown>;
    const words = (name: string): string => {
      const value = given[name];
      return typeof value === "string" ? value : "";
    };
    const insert = words("insert") || words("text");
    if (!insert) return [];
    return [
      { text: words("text"), insert, label: words("label") || insert, detail: words("detail"), kind: words("kind") },
    ];
  });
}

/** Returns a place counted in characters as people and the server count them, in the units of a JavaScript string. */
export function unitsOf(text: string, characters: number): number {
  let units = 0;
  let left = characters;
  for (const character of text) {
    if (left <= 0) break;
    units += character.length;
    left -= 1;
  }
  return units;
}
