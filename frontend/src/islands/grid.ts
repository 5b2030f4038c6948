/**
 * A sheet of figures that moves, copies and undoes as a spreadsheet does, checks what is typed, keeps a draft in the
 * browser and saves all or nothing. Without it the same form is sent as a page and comes back with what is wrong.
 */

import { announce } from "../announcer";
import { mountWithin, unmountWithin } from "../islands";
import { say, type Facts } from "../sheet/checks";
import { copied, emptied, filledDown, marksOf, pasted } from "../sheet/clipboard";
import { keys } from "../sheet/keys";
import { read } from "../sheet/numbers";
import { normalized } from "../sheet/paste";
import { clock, keeper, send } from "../sheet/saving";
import { showSums } from "../sheet/sums";
import { isChanged, isLocked, mark, readSheet, type Cell, type Sheet } from "../sheet/table";
import { steps, type Change } from "../sheet/undo";

type Bases = Map<string, readonly [number, string]>;

export function mount(host: HTMLElement, signal: AbortSignal): void {
  const table = host.querySelector<HTMLElement>(".sheet");
  if (host instanceof HTMLFormElement && table) void start(host, table, signal);
}

async function start(form: HTMLFormElement, table: HTMLElement, signal: AbortSignal): Promise<void> {
  const facts = JSON.parse(form.dataset["facts"] ?? "{}") as Facts;
  const sheet = readSheet(form, facts, basesOf(form));
  const part = (name: string): HTMLElement => form.querySelector<HTMLElement>(`[data-${name}]`) ?? form;
  const [bar, state, draftBar, askBar] = [part("bar"), part("state"), part("draft"), part("ask")];
  const control = (name: string): HTMLInputElement | null => form.querySelector(`[name="${name}"]`);
  const done = steps();
  let kept: Awaited<ReturnType<typeof keeper>> | null = null;
  let waiting = false;
  let saving = false;
  let drawing = 0;

  const tell = (sentence: string): void => {
    state.textContent = sentence;
  };
  const speak = (sentence: string): void => {
    tell(sentence);
    announce(sentence);
  };
  const draw = (): void => {
    drawing ||= requestAnimationFrame(() => {
      drawing = 0;
      showSums(form, sheet);
      part("count").textContent = counted(sheet);
    });
  };
  const here = (cell: Cell): void => {
    part("here").textContent = [placeOf(form, cell), reasonOf(form, cell)].filter(Boolean).join(": ");
  };
  const touched = (cell: Cell): void => {
    mark(cell, facts);
    if (document.activeElement === cell.input) here(cell);
    draw();
  };
  const apply = (changes: readonly Change[]): void => {
    for (const { cell: name, after } of changes) {
      const cell = sheet.byName.get(name);
      if (!cell || isLocked(cell)) continue;
      cell.input.value = after;
      touched(cell);
    }
    board.settle();
    if (changes.length) kept?.keep();
  };
  const record = (changes: readonly Change[]): void => {
    done.add(changes);
    apply(changes);
  };
  const again = (changes: readonly Change[], word: string): void => {
    apply(changes);
    const first = sheet.byName.get(changes[0]?.cell ?? "");
    if (!first) return;
    board.go(first);
    speak(say(facts.words, word));
  };

  const board = keys(
    table,
    sheet,
    {
      change: (what) => {
        if (what === "undo") again(done.undo(), "undone");
        else if (what === "redo") again(done.redo(), "redone");
        else record(what === "empty" ? emptied(board.chosen()) : filledDown(sheet, board.chosen()));
      },
      leave: () => part("save").focus(),
      arrived: here,
      typed: (cell) => {
        touched(cell);
        kept?.keep();
      },
      left: (cell, before) => {
        done.add([{ cell: cell.name, before, after: cell.input.value }]);
        if (cell.verdict.sentence) announce(`${placeOf(form, cell)}: ${cell.verdict.sentence}`);
      },
    },
    signal,
  );

  clipboard(table, sheet, board, askBar, { record, speak }, signal);

  const adopt = (page: Document): void => {
    const answered = page.querySelector("form.sheet-form");
    const problems = form.querySelector("#sheet-problems");
    const said = page.querySelector("#sheet-problems");
    if (!answered || !problems || !said) return;
    const bases = basesOf(answered);
    for (const cell of sheet.byName.values()) {
      const sent = answered.querySelector<HTMLInputElement>(`#${CSS.escape(cell.name)}`);
      if (!sent) continue;
      cell.base = bases.get(cell.name) ?? [0, ""];
      cell.input.value = sent.value;
      cell.input.readOnly = sent.readOnly;
      mark(cell, facts);
      if (sent.readOnly) {
        const reason = page.getElementById(sent.getAttribute("aria-describedby") ?? "");
        cell.input.title = reason?.textContent ?? "";
      }
      if (sent.dataset["problem"]) {
        cell.input.dataset["problem"] = sent.dataset["problem"];
        cell.input.title = sent.title;
      }
    }
    board.settle();
    unmountWithin(problems);
    problems.replaceChildren(...said.childNodes);
    mountWithin(problems);
    problems.querySelector<HTMLElement>(".error-summary")?.focus();
    tell("");
    draw();
    kept?.keep();
  };
  const save = async (): Promise<void> => {
    if (saving) return;
    board.commit();
    saving = true;
    waiting = false;
    writeBases(form, sheet);
    tell(say(facts.words, "saving"));
    form.setAttribute("aria-busy", "true");
    table.inert = true;
    const answer = await send(form, facts);
    saving = false;
    table.inert = false;
    form.removeAttribute("aria-busy");
    if (signal.aborted) return;
    if (answer.kind === "saved") {
      await kept?.drop();
      location.assign(answer.address);
    } else if (answer.kind === "page") adopt(answer.page);
    else {
      waiting = answer.again;
      speak(answer.said);
    }
  };
  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      void save();
    },
    { signal },
  );
  window.addEventListener("online", () => waiting && void save(), { signal });
  control("reason")?.addEventListener("input", () => kept?.keep(), { signal });

  for (const cell of sheet.byName.values()) {
    const { problem } = cell.input.dataset;
    const { title } = cell.input;
    mark(cell, facts);
    if (problem && !isLocked(cell)) Object.assign(cell.input.dataset, { problem });
    if (problem && title) cell.input.title = title;
  }
  bar.hidden = false;
  draw();

  kept = await keeper(
    facts,
    () => draftNow(sheet, control("key")?.value ?? "", control("reason")?.value ?? ""),
    (said) => {
      if (!waiting && !saving) tell(said);
    },
  );
  const drafts = kept;
  const draft = await drafts.load();
  if (signal.aborted) return;
  if (draft) {
    const count = restore(sheet, draft.cells);
    if (count) {
      const [key, reason] = [control("key"), control("reason")];
      if (key) key.value = draft.key;
      if (reason && !reason.value) reason.value = draft.reason;
      const sentence = say(facts.words, "restored", { time: clock(draft.at), count });
      const words = draftBar.querySelector("p");
      if (words) words.textContent = sentence;
      draftBar.hidden = false;
      announce(sentence);
      draw();
    } else await drafts.drop();
  }
  // What was typed before the browser's store had opened.
  if ([...sheet.byName.values()].some(isChanged)) drafts.keep();
  part("discard").addEventListener(
    "click",
    () => {
      for (const cell of sheet.byName.values()) {
        if (isLocked(cell)) continue;
        cell.input.value = cell.input.defaultValue;
        touched(cell);
      }
      void drafts.drop().then(() => location.assign(form.action));
    },
    { signal },
  );
}

// The clipboard ------------------------------------------------------------------------------------------------------

interface Writing {
  readonly record: (changes: readonly Change[]) => void;
  readonly speak: (sentence: string) => void;
}

function clipboard(
  table: HTMLElement,
  sheet: Sheet,
  board: ReturnType<typeof keys>,
  askBar: HTMLElement,
  { record, speak }: Writing,
  signal: AbortSignal,
): void {
  const take = (event: ClipboardEvent): boolean => {
    if (board.isEditing()) return false;
    event.clipboardData?.setData("text/plain", copied(board.chosen()));
    event.preventDefault();
    return true;
  };
  table.addEventListener("copy", take, { signal });
  table.addEventListener("cut", (event) => take(event) && record(emptied(board.chosen())), { signal });
  table.addEventListener(
    "paste",
    (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (board.isEditing() && !/[\t\r\n]/.test(text)) return;
      event.preventDefault();
      board.commit();
      const chosen = board.chosen();
      const result = pasted(sheet, text, chosen);
      record(result.changes);
      speak(result.said);
      askBar.hidden = result.doubtful === null;
      if (result.doubtful !== null) ask(askBar, sheet, result.doubtful, text, chosen, { record, speak });
    },
    { signal },
  );
}

/** Asks which number a text of the block means, and reads the whole block that way. */
function ask(
  bar: HTMLElement,
  sheet: Sheet,
  doubtful: string,
  text: string,
  chosen: readonly (readonly Cell[])[],
  { record, speak }: Writing,
): void {
  const words = bar.querySelector("p");
  if (words) words.textContent = say(sheet.facts.words, "ask", { text: doubtful });
  const marks = marksOf(doubtful);
  for (const size of ["large", "small"] as const) {
    const button = bar.querySelector<HTMLButtonElement>(`[data-${size}]`);
    if (!button) continue;
    button.textContent = normalized(doubtful, marks[size], false, sheet.facts);
    button.onclick = () => {
      const result = pasted(sheet, text, chosen, marks[size]);
      record(result.changes);
      speak(result.said);
      bar.hidden = true;
      chosen[0]?.[0]?.input.focus();
    };
  }
}

// What stands around the cells ---------------------------------------------------------------------------------------

function basesOf(form: ParentNode): Bases {
  const bases: Bases = new Map();
  try {
    const sent = JSON.parse(form.querySelector<HTMLInputElement>('[name="base"]')?.value ?? "{}") as unknown;
    for (const [name, pair] of Object.entries(sent as Record<string, unknown>)) {
      const [revision, was] = Array.isArray(pair) ? (pair as unknown[]) : [];
      if (typeof revision === "number" && typeof was === "string") bases.set(name, [revision, was]);
    }
  } catch {
    // A page without it has cells that began empty.
  }
  return bases;
}

function writeBases(form: HTMLFormElement, sheet: Sheet): void {
  const field = form.querySelector<HTMLInputElement>('[name="base"]');
  const held = [...sheet.byName.values()].filter(({ base: [revision, was] }) => revision || was);
  if (field) field.value = JSON.stringify(Object.fromEntries(held.map(({ name, base }) => [name, base])));
}

function draftNow(
  sheet: Sheet,
  key: string,
  reason: string,
): { key: string; reason: string; cells: Record<string, { text: string; base: readonly [number, string] }> } | null {
  const changed = [...sheet.byName.values()].filter(isChanged);
  if (!changed.length) return null;
  return {
    key,
    reason,
    cells: Object.fromEntries(changed.map(({ name, input, base }) => [name, { text: input.value, base }])),
  };
}

/** Puts the cells of a draft back, except those that are recorded so by now, and returns how many. */
function restore(
  sheet: Sheet,
  cells: Readonly<Record<string, { text: string; base: readonly [number, string] }>>,
): number {
  let count = 0;
  for (const [name, { text, base }] of Object.entries(cells)) {
    const cell = sheet.byName.get(name);
    if (!cell || isLocked(cell) || isSame(cell, text)) continue;
    cell.input.value = text;
    cell.base = base;
    mark(cell, sheet.facts);
    count += 1;
  }
  return count;
}

function isSame(cell: Cell, text: string): boolean {
  if (cell.input.value.trim() === text.trim()) return true;
  const [now, then] = [read(cell.input.value, cell.rules.whole), read(text, cell.rules.whole)];
  return now.kind === "number" && then.kind === "number" && now.value === then.value;
}

function counted({ byName, facts }: Sheet): string {
  const changed = [...byName.values()].filter(isChanged);
  if (!changed.length) return say(facts.words, "nothing");
  const of = (kind: string): number => changed.filter(({ verdict }) => verdict.kind === kind).length;
  return say(facts.words, "changed", { changed: changed.length, wrong: of("error"), doubtful: of("doubt") });
}

function placeOf(form: HTMLElement, { input }: Cell): string {
  const ids = input.getAttribute("aria-labelledby")?.split(" ") ?? [];
  return ids.map((id) => form.querySelector(`[id="${id}"]`)?.textContent.trim() ?? "").join(", ");
}

function reasonOf(form: HTMLElement, cell: Cell): string {
  const lock = cell.input.getAttribute("aria-describedby");
  const reason = isLocked(cell) && lock ? form.querySelector(`[id="${lock}"]`) : null;
  if (reason) return reason.textContent.trim();
  if (cell.input.title) return cell.input.title;
  const [, was] = cell.base;
  return isChanged(cell) && was ? `${was} → ${forShow(cell)}` : "";
}

function forShow({ input, verdict, rules }: Cell): string {
  return verdict.value === null ? input.value : `${input.value}${rules.unit ? ` ${rules.unit}` : ""}`;
}
