/**
 * Sends what waits: photographs one by one, then the forms in the order in which they were written.
 *
 * A form is sent under its key and is saved once, however often it is sent; a file goes in parts, under a key too. So
 * whatever the line swallows, the form, a part of a file or only the answer, is sent again unchanged.
 */

import { sendInParts, type Reach } from "./parts";
import type { Answer, Photograph, Store, Waiting } from "./store";

export type Line = "idle" | "sent" | "offline" | "signedOut" | "failed";

export interface Sent {
  readonly line: Line;
  readonly person: string;
  /** What the server answered, by the id of the form. */
  readonly answers: ReadonlyMap<string, Answer>;
}

const LINE = "/progress/line/";
const FORM_PATIENCE_MS = 60_000;
const CHANNEL = "serambi-outbox";
const LOCK = "serambi-outbox";

interface Standing {
  readonly person: string;
  readonly token: string;
}

class Stopped extends Error {
  constructor(readonly line: Line) {
    super(line);
  }
}

/** Sends everything of the person who is signed in, never twice at a time, and tells every page that is open. */
export async function sendWaiting(store: Store): Promise<Sent> {
  const send = (): Promise<Sent> => sendAll(store);
  // Absent where the site is not served over HTTPS; there the keys alone see that nothing is saved twice.
  const { locks } = navigator as { readonly locks?: LockManager | null };
  const sent = await (locks ? locks.request(LOCK, send) : send());
  tellChanged(sent.line);
  return sent;
}

/** Says to every page that is open that something else waits now. line: what became of sending, where it was tried. */
export function tellChanged(line: Line | null = null): void {
  if (!("BroadcastChannel" in self)) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(line);
  channel.close();
}

/** Calls back whenever something else waits, and with what became of sending. */
export function onChange(listener: (line: Line | null) => void, signal: AbortSignal): void {
  if (!("BroadcastChannel" in self)) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }: MessageEvent<Line | null>) => listener(data), { signal });
  signal.addEventListener("abort", () => channel.close());
}

async function sendAll(store: Store): Promise<Sent> {
  const answers = new Map<string, Answer>();
  let person = "";
  try {
    const photographs = (await store.photographs()).filter(({ state }) => state === "waiting");
    const entries = (await store.waiting()).filter(({ state }) => state === "waiting");
    if (!photographs.length && !entries.length) return { line: "idle", person, answers };
    const standing = await ask();
    person = standing.person;
    for (const one of photographs) if (one.person === person) await sendPhotograph(store, one, standing);
    await sendForms(store, standing, answers);
    return { line: "sent", person, answers };
  } catch (error) {
    if (error instanceof Stopped) return { line: error.line, person, answers };
    throw error;
  }
}

async function sendForms(store: Store, standing: Standing, answers: Map<string, Answer>): Promise<void> {
  const held = new Set<string>();
  const ids = (await store.waiting()).filter(({ person }) => person === standing.person).map(({ id }) => id);
  for (const id of ids) {
    // Read again: what was saved before it may have given it newer versions.
    const entry = (await store.waiting()).find((one) => one.id === id);
    if (!entry) continue;
    if (entry.state !== "waiting" || held.has(entry.page)) {
      held.add(entry.page);
      continue;
    }
    const stuck = (await store.photographs()).find(
      ({ page, person, state }) => page === entry.page && person === entry.person && state === "refused",
    );
    if (stuck && entry.action === "submit") {
      // Nothing can be added once it is sent in; so what was not taken is looked at first.
      await store.keepWaiting({ ...entry, state: "refused", said: `${stuck.name}: ${stuck.said}` });
      held.add(entry.page);
      continue;
    }
    const answer = await sendForm(entry, standing);
    answers.set(entry.id, answer);
    const state = Object.keys(answer.conflicts).length ? "conflict" : refusalOf(answer) ? "refused" : "saved";
    if (state === "saved") {
      await store.dropWaiting(entry.id);
      await renew(store, entry, answer.saved);
    } else {
      await store.keepWaiting({ ...entry, state, said: refusalOf(answer), answer });
      held.add(entry.page);
    }
  }
}

/** Returns why a form was not taken, "" when it was. */
export function refusalOf(answer: Answer): string {
  if (answer.refused) return answer.refused;
  for (const fields of Object.values(answer.errors)) for (const said of Object.values(fields)) return said;
  return "";
}

/** Lets what was typed later on the same page stand upon the versions that are saved now. */
async function renew(store: Store, entry: Waiting, saved: Answer["saved"]): Promise<void> {
  const version = (name: string, value: string): string => {
    const [key = "", field] = name.split("__");
    const known = saved[key];
    return field === "version" && known !== undefined ? String(known) : value;
  };
  for (const later of await store.waiting()) {
    if (later.page !== entry.page || later.person !== entry.person) continue;
    const fields = later.fields.map(([name, value]): readonly [string, string] => [name, version(name, value)]);
    await store.keepWaiting({ ...later, fields });
  }
  const draft = await store.draft(draftName(entry.person, entry.page));
  if (!draft) return;
  const fields = Object.entries(draft.fields).map(([name, value]) => [name, version(name, value)]);
  await store.keepDraft({ ...draft, fields: Object.fromEntries(fields) as FormFields });
}

type FormFields = Record<string, string>;

export const draftName = (person: string, page: string): string => `${person} ${page}`;

// One request each -----------------------------------------------------------------------------------------------------

async function ask(): Promise<Standing> {
  const answer = await reach(LINE, { headers: { Accept: "application/json" } }, FORM_PATIENCE_MS);
  const { person, token } = asRecord(await answer.json().catch(() => null));
  if (typeof person === "string" && person && typeof token === "string") return { person, token };
  throw new Stopped("signedOut");
}

async function sendForm(entry: Waiting, { token }: Standing): Promise<Answer> {
  const body = new URLSearchParams(entry.fields.map(([name, value]) => [name, value]));
  body.set("key", entry.id);
  body.set("action", entry.action);
  const headers = { "X-Report": "script", "X-CSRFToken": token };
  const answer = await reach(entry.address, { method: "POST", body, headers }, FORM_PATIENCE_MS);
  if (answer.status === 404) return { ...NOTHING, refused: answer.statusText || "404" };
  return asAnswer(await answer.json().catch(() => null));
}

async function sendPhotograph(store: Store, one: Photograph, { token }: Standing): Promise<void> {
  const headers = { "X-Report": "script", "X-CSRFToken": token };
  const place = await reach(one.address, { method: "POST", headers }, FORM_PATIENCE_MS);
  const { address, refused } = asRecord(await place.json().catch(() => null));
  if (place.status !== 200 || typeof address !== "string") {
    await store.keepPhotograph({ ...one, state: "refused", said: typeof refused === "string" ? refused : "" });
    return;
  }
  const patient: Reach = (part, init) => reach(part, init, FORM_PATIENCE_MS);
  const said = await sendInParts(`${address}parts/${one.id}/`, one.file, one.name, { "X-CSRFToken": token }, patient);
  const { taken, text, codes } = said ?? {};
  const isThere = taken === 1 || (Array.isArray(codes) && codes.includes("already_there"));
  if (isThere) await store.dropPhotograph(one.id);
  else if (typeof text === "string") await store.keepPhotograph({ ...one, state: "refused", said: text });
  else throw new Stopped("failed");
}

/** Returns what the server answered; stops everything where it was not reached, or knows nobody here. */
async function reach(address: string, init: RequestInit, patience: number): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address, { credentials: "same-origin", ...init, signal: AbortSignal.timeout(patience) });
  } catch {
    throw new Stopped("offline");
  }
  if (answer.redirected || answer.status === 401) throw new Stopped("signedOut");
  if (answer.status === 403 || answer.status >= 500) throw new Stopped("failed");
  return answer;
}

const NOTHING: Answer = { saved: {}, errors: {}, conflicts: {}, refused: "", next: "" };

function asAnswer(found: unknown): Answer {
  const { saved, errors, conflicts, refused, next, address } = asRecord(found);
  if (typeof refused !== "string") throw new Stopped("failed");
  const where = typeof next === "string" ? next : typeof address === "string" ? address : "";
  return {
    saved: asRecord(saved) as Answer["saved"],
    errors: asRecord(errors) as Answer["errors"],
    conflicts: asRecord(conflicts) as Answer["conflicts"],
    refused,
    next: where,
  };
}

function asRecord(found: unknown): Record<string, unknown> {
  return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : {};
}
