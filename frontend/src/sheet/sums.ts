/** The sums beside and below the sheet: of what is there, with how many are missing. */

import { say } from "./checks";
import { written } from "./numbers";
import { isLocked, type Cell, type Sheet } from "./table";

const NONE = "–";

export function showSums(form: HTMLElement, sheet: Sheet): void {
  form.querySelectorAll<HTMLElement>("[data-row-sum]").forEach((host, row) => {
    show(host, sheet.rows[row] ?? [], sheet);
  });
  for (const host of form.querySelectorAll<HTMLElement>("[data-column-sum]")) {
    const column = Number(host.dataset["columnSum"]);
    show(
      host,
      sheet.rows.flatMap((row) => row[column] ?? []),
      sheet,
    );
  }
  for (const host of form.querySelectorAll<HTMLElement>("[data-whole-sum]")) show(host, sheet.rows.flat(), sheet);
}

function show(host: HTMLElement, cells: readonly Cell[], { facts }: Sheet): void {
  let [sum, known, missing] = [0n, 0, 0];
  for (const cell of cells) {
    const { value } = cell.verdict;
    if (value !== null) {
      sum += value;
      known += 1;
    } else if (!isLocked(cell)) missing += 1;
  }
  const total = host.querySelector("b");
  if (total) total.textContent = known ? written(sum, facts) : NONE;
  let note = host.querySelector(".sub");
  if (!missing) {
    note?.remove();
    return;
  }
  if (!note) {
    note = document.createElement("span");
    note.className = "sub";
    host.append(note);
  }
  note.textContent = say(facts.words, "missing", { count: missing });
}
