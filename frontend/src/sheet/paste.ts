/** Blocks of cells between a sheet and a spreadsheet: tab-separated, with the notation decided over the whole block. */

import { bare, decimalMark, exactOrNull, forCell, plain, type Notation } from "./numbers";

/** Returns the cells of tab-separated text as spreadsheets copy it; quoted cells may hold tabs and line breaks. */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let index = 0;
  const endCell = (): void => {
    rows[rows.length - 1]?.push(cell);
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    rows.push([]);
  };
  while (index < text.length) {
    const character = text.charAt(index);
    if (character === '"' && cell === "") {
      const closed = closing(text, index);
      if (closed > 0) {
        cell = text.slice(index + 1, closed).replaceAll('""', '"');
        index = closed + 1;
        continue;
      }
    }
    if (character === "\t") endCell();
    else if (character === "\n") endRow();
    else if (character === "\r") {
      if (text.charAt(index + 1) !== "\n") endRow();
    } else cell += character;
    index += 1;
  }
  endCell();
  // A copied block ends with a line break, which is no row of its own.
  const last = rows[rows.length - 1];
  if (rows.length > 1 && last?.length === 1 && last[0] === "") rows.pop();
  return rows;
}

/** Returns where a quoted cell ends, or -1 when the quote is only a character. */
function closing(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length) {
    if (text.charAt(index) !== '"') index += 1;
    else if (text.charAt(index + 1) === '"') index += 2;
    else return /^(?:[\t\r\n]|$)/.test(text.slice(index + 1, index + 2)) ? index : -1;
  }
  return -1;
}

/** Returns cells as a spreadsheet reads them. */
export function writeBlock(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => (/^"|[\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join("\t")).join("\n");
}

export type Mark = "." | ",";

/**
 * Returns which mark begins decimals in the block: null when its cells disagree or none of them tells, which matters
 * only when one of them can be two numbers; then `doubtful` is the first such cell.
 */
export function notationOf(
  rows: readonly (readonly string[])[],
  whole: (column: number) => boolean,
): {
  readonly mark: Mark | null;
  readonly doubtful: string | null;
} {
  const votes = new Set<Mark>();
  let doubtful: string | null = null;
  for (const row of rows) {
    row.forEach((text, column) => {
      const { digits } = bare(text);
      const mark = decimalMark(digits, whole(column));
      if (mark === "." || mark === ",") votes.add(mark);
      else if (mark === "?") doubtful ??= text.trim();
      else if (mark === "" && /[.,]/.test(digits)) votes.add(digits.includes(".") ? "," : ".");
    });
  }
  const [mark] = votes;
  return { mark: votes.size === 1 && mark ? mark : null, doubtful };
}

/** Returns a cell of a block as the sheet writes it; what is no number, and what stays in doubt, is left as it is. */
export function normalized(text: string, mark: Mark | null, whole: boolean, notation: Notation): string {
  const trimmed = text.trim();
  if (trimmed === "" || /^[-–—]$/.test(trimmed)) return "";
  const found = bare(trimmed);
  const own = decimalMark(found.digits, whole);
  if (own === null) return trimmed;
  const used = own !== "?" ? own : mark === null ? null : found.digits.includes(mark) ? mark : "";
  if (used === null) return trimmed;
  const value = exactOrNull(plain(found, used));
  return value === null ? trimmed : forCell(value, notation);
}
