/** Copying, cutting, pasting and filling blocks of a sheet. */

import { say } from "./checks";
import { normalized, notationOf, parseBlock, writeBlock, type Mark } from "./paste";
import { bare } from "./numbers";
import type { Change } from "./undo";
import { cellAt, isLocked, type Cell, type Place, type Sheet } from "./table";

export interface Pasted {
  readonly changes: readonly Change[];
  readonly said: string;
  /** A text of the block that can be two numbers, when nothing in the block tells which. */
  readonly doubtful: string | null;
}

export const copied = (cells: readonly (readonly Cell[])[]): string =>
  writeBlock(cells.map((row) => row.map(({ input }) => input.value)));

/** Returns what a pasted text changes; a block that does not fit changes nothing and says so. */
export function pasted(
  sheet: Sheet,
  text: string,
  chosen: readonly (readonly Cell[])[],
  mark: Mark | null = null,
): Pasted {
  const start = chosen[0]?.[0];
  let rows = parseBlock(text);
  if (!start) return { changes: [], said: "", doubtful: null };
  const only = rows.length === 1 && rows[0]?.length === 1 ? rows[0][0] : undefined;
  if (only !== undefined) rows = chosen.map((row) => row.map(() => only));
  const { words } = sheet.facts;
  const width = Math.max(...rows.map((row) => row.length));
  const [rowsLeft, columnsLeft] = [sheet.rows.length - start.row, (sheet.rows[0]?.length ?? 0) - start.column];
  if (rows.length > rowsLeft || width > columnsLeft) {
    const facts = { rows: rows.length, columns: width, rowsLeft, columnsLeft };
    return { changes: [], said: say(words, "tooLarge", facts), doubtful: null };
  }
  const whole = (column: number): boolean => sheet.facts.columns[start.column + column]?.whole ?? false;
  const found = notationOf(rows, whole);
  const { changes, left } = written(sheet, rows, start, mark ?? found.mark, whole);
  const said = say(words, left ? "pastedSome" : "pasted", { count: changes.length, left });
  return { changes, said, doubtful: (mark ?? found.mark) === null ? found.doubtful : null };
}

function written(
  sheet: Sheet,
  rows: readonly (readonly string[])[],
  start: Place,
  mark: Mark | null,
  whole: (column: number) => boolean,
): { changes: Change[]; left: number } {
  const changes: Change[] = [];
  let left = 0;
  rows.forEach((row, down) => {
    row.forEach((text, across) => {
      const cell = cellAt(sheet, { row: start.row + down, column: start.column + across });
      if (!cell) return;
      const after = normalized(text, mark, whole(across), sheet.facts);
      if (!isLocked(cell)) changes.push({ cell: cell.name, before: cell.input.value, after });
      else if (after !== cell.input.value) left += 1;
    });
  });
  return { changes, left };
}

/** Returns the two marks between which a text in doubt decides: decimals begin with the first in its small reading. */
export function marksOf(doubtful: string): { small: Mark; large: Mark } {
  return bare(doubtful).digits.includes(".") ? { small: ".", large: "," } : { small: ",", large: "." };
}

/** Returns what filling down changes: the first row of the block into the others, or the cell above into a single one. */
export function filledDown(sheet: Sheet, chosen: readonly (readonly Cell[])[]): Change[] {
  const [first, ...others] = chosen;
  const above = first?.map((cell) => cellAt(sheet, { row: cell.row - 1, column: cell.column }));
  const source = others.length ? first : above;
  return (others.length ? others : [first ?? []]).flatMap((row) =>
    row.flatMap((cell, column): Change[] => {
      const from = source?.[column];
      if (!from || isLocked(cell)) return [];
      return [{ cell: cell.name, before: cell.input.value, after: from.input.value }];
    }),
  );
}

export function emptied(chosen: readonly (readonly Cell[])[]): Change[] {
  return chosen.flat().flatMap((cell): Change[] => {
    return isLocked(cell) ? [] : [{ cell: cell.name, before: cell.input.value, after: "" }];
  });
}
