/** What waits for the line: how many reports, which, with what can be done about each. */

import { announce } from "../announcer";
import { onChange, sendWaiting, tellChanged, type Line } from "../offline/sending";
import { openStore, type Photograph, type Store, type Waiting } from "../offline/store";
import { isWorthAnotherTry, sendByItself } from "../offline/waking";
import { keepPage } from "../offline/worker-door";
import { say } from "../sheet/checks";
import { clock } from "../sheet/saving";

type Words = Readonly<Record<string, string>>;

/** Everything of one page that waits. */
interface Pile {
  readonly page: string;
  readonly title: string;
  readonly at: string;
  readonly state: string;
  readonly forms: readonly Waiting[];
  readonly photographs: readonly Photograph[];
}

export function mount(host: HTMLElement, signal: AbortSignal): void {
  void start(host, signal);
}

async function start(host: HTMLElement, signal: AbortSignal): Promise<void> {
  const store = await openStore();
  if (!store || signal.aborted) return;
  const words = JSON.parse(host.dataset["facts"] ?? "{}") as Words;
  const person = host.dataset["person"] ?? "";
  let line: Line = "idle";
  const show = async (): Promise<void> =>
    draw(host, words, line, pilesOf(await kept(store, person)), { send: () => send(), discard });
  // A page with a form sends by itself, and its button here sends once more.
  const hasForm = document.querySelector("[data-report-form]") !== null;
  const attempt = async (): Promise<boolean> => {
    ({ line } = await sendWaiting(store));
    await show();
    return isWorthAnotherTry(line);
  };
  const send = hasForm ? (): Promise<unknown> => attempt() : sendByItself(attempt, signal);
  const discard = async (pile: Pile): Promise<void> => {
    for (const { id } of pile.forms) await store.dropWaiting(id);
    for (const { id } of pile.photographs) await store.dropPhotograph(id);
    tellChanged();
    await show();
  };
  onChange((told) => {
    line = told ?? line;
    void show();
  }, signal);
  void keepPage();
  await show();
  if (!hasForm) await send();
}

async function kept(store: Store, person: string): Promise<readonly [Waiting[], Photograph[]]> {
  const isMine = (one: { readonly person: string }): boolean => one.person === person;
  return [(await store.waiting()).filter(isMine), (await store.photographs()).filter(isMine)];
}

/** Returns what waits page by page, the oldest first. */
export function pilesOf([forms, photographs]: readonly [readonly Waiting[], readonly Photograph[]]): Pile[] {
  const pages = [...new Set([...forms, ...photographs].map(({ page }) => page))];
  return pages.map((page) => {
    const here = forms.filter((one) => one.page === page);
    const pictures = photographs.filter((one) => one.page === page);
    const states = here.map(({ state }) => state);
    return {
      page,
      title: here.at(-1)?.title ?? pictures.at(-1)?.title ?? page,
      at: here.at(-1)?.at ?? pictures.at(-1)?.at ?? "",
      state: states.find((state) => state !== "waiting") ?? (pictures.some(isRefused) ? "refused" : "waiting"),
      forms: here,
      photographs: pictures,
    };
  });
}

const isRefused = ({ state }: Photograph): boolean => state === "refused";

interface Doing {
  readonly send: () => Promise<unknown>;
  readonly discard: (pile: Pile) => Promise<void>;
}

function draw(host: HTMLElement, words: Words, line: Line, piles: readonly Pile[], doing: Doing): void {
  const shown = host.hidden ? 0 : Number(host.dataset["count"] ?? "0");
  host.dataset["count"] = String(piles.length);
  host.hidden = piles.length === 0;
  if (shown && !piles.length) announce(say(words, "done"));
  if (!piles.length) return;
  const head = document.createElement("p");
  const strong = document.createElement("b");
  strong.textContent = say(words, piles.length === 1 ? "one" : "many", { count: piles.length });
  head.append(strong);
  const pictures = piles.reduce((sum, { photographs }) => sum + photographs.length, 0);
  if (pictures) head.append(` · ${say(words, "photographs", { count: pictures })}`);
  const list = document.createElement("ul");
  list.className = "plain-list outbox-list";
  list.append(...piles.map((pile) => rowOf(pile, words, line, doing)));
  const send = button(say(words, "sendNow"), "button second", () => void doing.send());
  const actions = document.createElement("div");
  actions.className = "actions";
  actions.append(send);
  if (line === "signedOut") {
    const said = document.createElement("p");
    const link = document.createElement("a");
    link.href = `${host.dataset["signIn"] ?? "/"}?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = say(words, "signIn");
    said.append(`${say(words, "signedOut")} `, link);
    host.replaceChildren(head, said, list, actions);
    return;
  }
  host.replaceChildren(head, list, actions);
}

function rowOf(pile: Pile, words: Words, line: Line, doing: Doing): HTMLElement {
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = pile.page;
  link.textContent = pile.title;
  const state = document.createElement("span");
  state.className = "sub";
  const how = pile.state === "waiting" && line === "signedOut" ? "session" : pile.state;
  state.textContent = `${say(words, how)} · ${say(words, "at", { time: clock(pile.at) })}`;
  const drop = button(say(words, "discard"), "quiet", () => {
    if (confirm(say(words, "discardAsk", { title: pile.title }))) void doing.discard(pile);
  });
  drop.setAttribute("aria-label", `${say(words, "discard")}: ${pile.title}`);
  row.append(link, state, drop);
  return row;
}

function button(text: string, look: string, pressed: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = text;
  made.addEventListener("click", pressed);
  return made;
}
