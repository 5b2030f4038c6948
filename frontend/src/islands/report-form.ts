/**
 * The form of a report that is never lost: what is typed stays on the device, and is sent when there is a line. Without
 * it the same form is sent as a page.
 */

import { announce } from "../announcer";
import { showConflicts } from "../offline/conflicts";
import { draftOf, renewVersions, restore, sentOf, showWrong, typedIn } from "../offline/fields";
import { showPhotographs, takePhotographs, type Place } from "../offline/photographs";
import { afterPress } from "../offline/pressing";
import { doubtIn, wrongIn, type FormFacts } from "../offline/rules";
import { draftName, onChange, refusalOf, sendWaiting, tellChanged, type Sent } from "../offline/sending";
import { openStore, type Store, type Waiting } from "../offline/store";
import { isWorthAnotherTry, sendByItself } from "../offline/waking";
import { keepPage, sendLater } from "../offline/worker-door";
import { say } from "../sheet/checks";
import { clock } from "../sheet/saving";

export function mount(host: HTMLElement, signal: AbortSignal): void {
  if (host instanceof HTMLFormElement) void start(host, signal);
}

async function start(form: HTMLFormElement, signal: AbortSignal): Promise<void> {
  const facts = JSON.parse(form.dataset["facts"] ?? "{}") as FormFacts;
  const store = await openStore();
  if (signal.aborted) return;
  // Buttons are called action, too, and hide the form's own.
  const { pathname, search } = new URL(form.getAttribute("action") ?? "", location.href);
  const page = pathname + search;
  const tell = (word: string, more: Readonly<Record<string, string>> = {}): void => {
    const [line, said] = [form.querySelector("[data-state]"), say(facts.words, word, more)];
    // Said again it would be read out again, at every try to send.
    if (line && line.textContent !== said) line.textContent = said;
  };
  if (!store) {
    tell("notKept");
    return;
  }
  void keepPage();
  const sheet = { form, facts, store, page, tell };
  await bringBack(sheet);
  const flow = sender(sheet, signal);
  listen(sheet, flow, signal);
  const { limit = "0", limitText = "" } = form.dataset;
  const place: Place = { page, limit: Number(limit), limitText };
  const shown = (): void => {
    void showPhotographs(form, facts, store, page, shown);
  };
  takePhotographs(
    form,
    facts,
    store,
    place,
    () => {
      shown();
      tellChanged();
      void flow.send();
    },
    signal,
  );
  onChange(() => {
    shown();
    void flow.look();
  }, signal);
  addEventListener("offline", () => flow.offline(), { signal });
  if (!navigator.onLine) flow.offline();
  form.dataset["ready"] = "";
  shown();
  void flow.send();
}

interface Sheet {
  readonly form: HTMLFormElement;
  readonly facts: FormFacts;
  readonly store: Store;
  readonly page: string;
  readonly tell: (word: string, more?: Readonly<Record<string, string>>) => void;
}

interface Flow {
  readonly submit: (action: string) => Promise<void>;
  readonly send: () => Promise<void>;
  readonly look: () => Promise<void>;
  readonly offline: () => void;
  readonly typed: () => void;
}

/** Returns the forms of this page that wait, in the order in which they were written. */
async function mine({ store, facts, page }: Sheet): Promise<Waiting[]> {
  return (await store.waiting()).filter((one) => one.page === page && one.person === facts.person);
}

/** Puts what was typed before back into the form: first what waits to be sent, then what was typed after it. */
async function bringBack(sheet: Sheet): Promise<void> {
  const { form, facts, store, page, tell } = sheet;
  for (const entry of await mine(sheet)) restore(form, Object.fromEntries(entry.fields));
  const draft = await store.draft(draftName(facts.person, page));
  if (draft && restore(form, draft.fields)) {
    tell("restored", { time: clock(draft.at) });
    announce(say(facts.words, "restored", { time: clock(draft.at) }));
  }
}

function listen({ form, facts, store, page, tell }: Sheet, flow: Flow, signal: AbortSignal): void {
  let writing = Promise.resolve();
  const settled = afterPress(signal);
  const keep = async (): Promise<void> => {
    const at = new Date().toISOString();
    try {
      await store.keepDraft({ name: draftName(facts.person, page), at, fields: draftOf(form, facts) });
      tell("kept", { time: clock(at) });
    } catch {
      tell("notKept");
    }
  };
  form.addEventListener(
    "input",
    (event) => {
      if (event.target instanceof HTMLInputElement && event.target.type === "file") return;
      flow.typed();
      writing = writing.then(keep);
    },
    { signal },
  );
  form.addEventListener(
    "change",
    (event) => {
      const key = keyOf(event.target);
      const rules = facts.items[key];
      if (!rules) return;
      // What is said about it takes room, and the button that is being pressed must not move.
      settled(() => {
        const typed = typedIn(form, key);
        showWrong(form, key, wrongIn(typed, rules, facts));
        showDoubt(form, key, doubtIn(typed, rules, facts));
      });
    },
    { signal },
  );
  form.addEventListener(
    "submit",
    (event) => {
      const button = event.submitter;
      if (!(button instanceof HTMLButtonElement) || button.name !== "action") return;
      event.preventDefault();
      void writing.then(() => flow.submit(button.value));
    },
    { signal },
  );
}

const keyOf = (target: EventTarget | null): string =>
  target instanceof HTMLElement ? ((target.getAttribute("name") ?? "").split("__")[0] ?? "") : "";

function showDoubt(form: HTMLFormElement, key: string, said: string): void {
  const item = form.querySelector<HTMLElement>(`[id="item-${key}"]`);
  const known = item?.querySelector<HTMLElement>("[data-doubt]");
  if (!said) known?.remove();
  if (!said || !item) return;
  const line = known ?? document.createElement("p");
  line.className = "report-doubt";
  line.dataset["doubt"] = "";
  line.textContent = said;
  if (!known) item.querySelector(".report-values")?.before(line);
}

/** Returns what sends the form and tells what became of it. */
function sender(sheet: Sheet, signal: AbortSignal): Flow {
  const { form, facts, store, page, tell } = sheet;
  const shown = new Set<string>();
  let edits = 0;
  let lastSent = "";
  let editsThen = 0;

  const settle = async (sent: Sent): Promise<void> => {
    const answer = sent.answers.get(lastSent);
    if (answer && !refusalOf(answer) && !Object.keys(answer.conflicts).length) {
      renewVersions(form, answer.saved);
      tell("sent");
      if (edits === editsThen) location.assign(answer.next || location.href);
      return;
    }
    for (const one of sent.answers.values()) renewVersions(form, one.saved);
    await look();
    const waits = await mine(sheet);
    const files = (await store.photographs()).some((one) => one.page === page && one.state === "waiting");
    if (!waits.length && !files) return;
    if (sent.line === "offline") offline();
    else if (sent.line === "signedOut") askToSignIn(sheet);
    else if (sent.line === "failed") tell("failed");
  };
  /** Shows what the server said to a form of this page that it did not take; once, or it would take the focus again. */
  const look = async (): Promise<void> => {
    for (const entry of await mine(sheet)) {
      const { answer } = entry;
      if (entry.state === "refused" && !shown.has(entry.id)) {
        shown.add(entry.id);
        showAll(form, answer?.errors ?? {});
        showProblem(sheet, entry.said);
      }
      if (entry.state === "conflict" && answer && !form.querySelector("[data-conflict]")) {
        renewVersions(form, answer.saved);
        showConflicts(form, facts, answer, () => void submit(entry.action));
      }
    }
  };
  const send = sendByItself(async () => {
    const sent = await sendWaiting(store);
    await settle(sent);
    return isWorthAnotherTry(sent.line);
  }, signal);
  const offline = (): void => {
    tell("waits");
    for (const button of form.querySelectorAll<HTMLElement>("button[data-scripted]")) button.hidden = false;
  };
  const submit = async (action: string): Promise<void> => {
    showProblem(sheet, "");
    if (showAllWrong(form, facts)) {
      tell("wrong");
      return;
    }
    tell("sending");
    const entry: Waiting = {
      id: crypto.randomUUID(),
      person: facts.person,
      page,
      address: page,
      title: facts.title,
      at: new Date().toISOString(),
      action,
      fields: sentOf(form, facts),
      state: "waiting",
      said: "",
      answer: null,
    };
    // What was not taken before is in this one again, with what was changed about it.
    for (const old of await mine(sheet)) if (old.state !== "waiting") await store.dropWaiting(old.id);
    await store.keepWaiting(entry);
    await store.dropDraft(draftName(facts.person, page));
    [lastSent, editsThen] = [entry.id, edits];
    void sendLater();
    await send();
  };
  return { submit, send, look, offline, typed: () => (edits += 1) };
}

/** Shows everything that is wrong, goes to the first, and tells whether there was anything. */
function showAllWrong(form: HTMLFormElement, facts: FormFacts): boolean {
  const wrong = Object.entries(facts.items).map(
    ([key, rules]) => [key, wrongIn(typedIn(form, key), rules, facts)] as const,
  );
  return showAll(form, Object.fromEntries(wrong));
}

function showAll(form: HTMLFormElement, wrong: Readonly<Record<string, Readonly<Record<string, string>>>>): boolean {
  let first: HTMLElement | null = null;
  for (const [key, said] of Object.entries(wrong)) {
    const found = showWrong(form, key, said);
    first ??= found;
  }
  first?.focus();
  return first !== null;
}

function showProblem({ form }: Sheet, said: string): void {
  const known = form.querySelector<HTMLElement>("[data-problem]");
  if (!known) return;
  known.hidden = said === "";
  known.textContent = said;
  if (said) announce(said);
}

function askToSignIn({ form, facts, tell }: Sheet): void {
  tell("signIn");
  const line = form.querySelector("[data-state]");
  const link = document.createElement("a");
  link.href = `${form.dataset["signIn"] ?? "/"}?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = say(facts.words, "signInLink");
  line?.append(" ", link);
}
