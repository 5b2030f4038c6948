/** The cells of a sheet as they stand in the table, and which block of them is chosen. */

import { judge, type Facts, type Rules, type Verdict } from "./checks";

export interface Cell {
  readonly name: string;
  readonly input: HTMLInputElement;
  readonly row: number;
  readonly column: number;
  readonly rules: Rules;
  base: readonly [number, string];
  verdict: Verdict;
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Sheet {
  readonly facts: Facts;
  readonly rows: readonly (readonly Cell[])[];
  readonly byName: ReadonlyMap<string, Cell>;
}

/** Returns the cells of the table with what the page began from. */
export function readSheet(
  form: HTMLElement,
  facts: Facts,
  bases: ReadonlyMap<string, readonly [number, string]>,
): Sheet {
  const byName = new Map<string, Cell>();
  const rows = [...form.querySelectorAll(".sheet tbody tr")].map((line, row) =>
    [...line.querySelectorAll("input")].flatMap((input, column): Cell[] => {
      const rules = facts.columns[column];
      if (!rules) return [];
      const verdict: Verdict = { kind: "", sentence: "", value: null };
      const cell: Cell = { name: input.id, input, row, column, rules, base: bases.get(input.id) ?? [0, ""], verdict };
      byName.set(cell.name, cell);
      return [cell];
    }),
  );
  return { facts, rows, byName };
}

export const isLocked = (cell: Cell): boolean => cell.input.readOnly;
export const isChanged = (cell: Cell): boolean => !isLocked(cell) && cell.input.value.trim() !== cell.base[1];

/** Judges a cell anew and marks it. */
export function mark(cell: Cell, facts: Facts): void {
  const { input, rules, base } = cell;
  cell.verdict = judge(input.value, base[1], input.dataset["usual"] ?? "", rules, facts);
  if (isLocked(cell)) return;
  const { kind, sentence } = isChanged(cell) ? cell.verdict : { kind: "", sentence: "" };
  input.classList.toggle("changed", isChanged(cell));
  if (kind) {
    input.dataset["problem"] = kind;
    input.title = sentence;
  } else {
    delete input.dataset["problem"];
    input.removeAttribute("title");
  }
  if (kind === "error") input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

export function cellAt({ rows }: Sheet, { row, column }: Place): Cell | undefined {
  return rows[row]?.[column];
}

export function clamped({ rows }: Sheet, { row, column }: Place): Place {
  const within = (value: number, count: number): number => Math.max(0, Math.min(value, count - 1));
  return { row: within(row, rows.length), column: within(column, rows[0]?.length ?? 1) };
}

/** Returns the cells between two corners, row by row. */
export function block(sheet: Sheet, from: Place, to: Place): Cell[][] {
  const [top, bottom] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
  const [left, right] = [Math.min(from.column, to.column), Math.max(from.column, to.column)];
  return sheet.rows.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
}

/** Returns where Ctrl and an arrow lead in a line of full and empty cells: to the edge of what is full, as spreadsheets do. */
export function edge(full: readonly boolean[], start: number, step: 1 | -1): number {
  const inside = (index: number): boolean => index >= 0 && index < full.length;
  let index = start + step;
  if (!inside(index)) return start;
  if (full[start] && full[index]) {
    while (inside(index + step) && full[index + step]) index += step;
    return index;
  }
  while (inside(index + step) && !full[index]) index += step;
  return index;
}
