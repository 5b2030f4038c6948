/** Moving in a sheet as in a spreadsheet: which block is chosen, and whether a cell is being edited. */

import { block, cellAt, clamped, edge, type Cell, type Place, type Sheet } from "./table";

export interface Doing {
  readonly change: (what: "empty" | "fill" | "undo" | "redo") => void;
  readonly leave: () => void;
  readonly arrived: (cell: Cell) => void;
  readonly left: (cell: Cell, before: string) => void;
  readonly typed: (cell: Cell) => void;
}

export interface Keys {
  readonly chosen: () => Cell[][];
  readonly isEditing: () => boolean;
  readonly commit: () => void;
  /** Takes what stands in the cell as where its editing begins: after the sheet itself has changed it. */
  readonly settle: () => void;
  readonly go: (place: Place) => void;
}

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Makes the table move by keys and pointer. */
export function keys(table: HTMLElement, sheet: Sheet, doing: Doing, signal: AbortSignal): Keys {
  let anchor: Place = { row: 0, column: 0 };
  let head: Place = anchor;
  let editing = false;
  let before = "";
  let here: Cell | null = null;

  const cellOf = (target: EventTarget | null): Cell | undefined =>
    target instanceof HTMLInputElement ? sheet.byName.get(target.id) : undefined;
  const chosen = (): Cell[][] => block(sheet, anchor, head);
  const show = (): void => {
    for (const old of table.querySelectorAll("td.chosen")) old.classList.remove("chosen");
    if (anchor.row === head.row && anchor.column === head.column) return;
    for (const { input } of chosen().flat()) input.closest("td")?.classList.add("chosen");
  };
  const commit = (): void => {
    if (!here) return;
    const was = before;
    before = here.input.value;
    editing = false;
    if (was !== before) doing.left(here, was);
  };
  const go = (place: Place): void => {
    const to = clamped(sheet, place);
    const cell = cellAt(sheet, to);
    if (!cell) return;
    anchor = head = to;
    if (document.activeElement === cell.input) cell.input.select();
    cell.input.focus();
  };
  const extend = (place: Place): void => {
    head = clamped(sheet, place);
    cellAt(sheet, head)?.input.scrollIntoView({ block: "nearest", inline: "nearest" });
    show();
  };
  const jumped = (from: Place, [down, across]: readonly [number, number]): Place => {
    const line = down ? sheet.rows.map((row) => row[from.column]) : (sheet.rows[from.row] ?? []);
    const full = line.map((cell) => Boolean(cell?.input.value.trim()));
    const to = edge(full, down ? from.row : from.column, (down || across) > 0 ? 1 : -1);
    return down ? { ...from, row: to } : { ...from, column: to };
  };
  const move = (event: KeyboardEvent, way: readonly [number, number]): void => {
    const from = event.shiftKey ? head : anchor;
    const control = event.ctrlKey || event.metaKey;
    const to = control ? jumped(from, way) : { row: from.row + way[0], column: from.column + way[1] };
    if (event.shiftKey) extend(to);
    else go(to);
  };

  table.addEventListener(
    "focusin",
    (event) => {
      const cell = cellOf(event.target);
      if (!cell) return;
      here = cell;
      before = cell.input.value;
      editing = false;
      if (anchor.row !== cell.row || anchor.column !== cell.column) {
        anchor = head = { row: cell.row, column: cell.column };
      }
      cell.input.select();
      show();
      doing.arrived(cell);
    },
    { signal },
  );
  table.addEventListener("focusout", () => commit(), { signal });
  table.addEventListener(
    "input",
    (event) => {
      const cell = cellOf(event.target);
      if (cell) doing.typed(cell);
    },
    { signal },
  );
  table.addEventListener("dblclick", () => (editing = true), { signal });
  table.addEventListener(
    "pointerdown",
    (event) => {
      const cell = cellOf(event.target);
      if (!cell) return;
      if (event.shiftKey) {
        event.preventDefault();
        extend(cell);
      } else {
        anchor = head = { row: cell.row, column: cell.column };
        show();
      }
    },
    { signal },
  );
  table.addEventListener(
    "pointerover",
    (event) => {
      const cell = cellOf(event.target);
      if (cell && event.pointerType === "mouse" && event.buttons === 1 && cell !== here) extend(cell);
    },
    { signal },
  );

  const withControl = (event: KeyboardEvent): boolean => {
    const key = event.key.toLowerCase();
    const does: Record<string, () => void> = {
      z: () => doing.change(event.shiftKey ? "redo" : "undo"),
      y: () => doing.change("redo"),
      d: () => doing.change("fill"),
      home: () => (event.shiftKey ? extend({ row: 0, column: 0 }) : go({ row: 0, column: 0 })),
      end: () => (event.shiftKey ? extend : go)({ row: Infinity, column: Infinity }),
      a: () => {
        anchor = { row: 0, column: 0 };
        extend({ row: Infinity, column: Infinity });
      },
    };
    if (key === "a" && editing) return false;
    const act = does[key];
    if (act) {
      if (key !== "a") commit();
      act();
    }
    return act !== undefined;
  };
  const alone = (event: KeyboardEvent, cell: Cell): boolean => {
    switch (event.key) {
      case "Enter":
        commit();
        go({ row: cell.row + (event.shiftKey ? -1 : 1), column: cell.column });
        return true;
      case "Escape":
        if (cell.input.value === before && !editing) doing.leave();
        else {
          cell.input.value = before;
          editing = false;
          cell.input.select();
          doing.typed(cell);
        }
        return true;
      case "F2":
        editing = true;
        cell.input.setSelectionRange(cell.input.value.length, cell.input.value.length);
        return true;
      case "Delete":
        if (editing) return false;
        doing.change("empty");
        return true;
      case "Home":
      case "End": {
        if (editing) return false;
        const to = { row: cell.row, column: event.key === "Home" ? 0 : Infinity };
        if (event.shiftKey) extend(to);
        else go(to);
        return true;
      }
      default:
        return false;
    }
  };
  table.addEventListener(
    "keydown",
    (event) => {
      const cell = cellOf(event.target);
      if (!cell || event.altKey || event.isComposing) return;
      const way = ARROWS[event.key];
      let done: boolean;
      if (way) {
        done = !(editing && (way[1] !== 0 || event.shiftKey));
        if (done) {
          commit();
          move(event, way);
        }
      } else done = event.ctrlKey || event.metaKey ? withControl(event) : alone(event, cell);
      if (done) event.preventDefault();
    },
    { signal },
  );
  const settle = (): void => {
    if (here) before = here.input.value;
  };
  return { chosen, isEditing: () => editing, commit, settle, go };
}
