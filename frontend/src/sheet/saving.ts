/** Sending a sheet, and keeping its draft until the server has it. */

import { say, type Facts } from "./checks";
import { drafts, type Draft, type DraftCell, type Drafts } from "./draft";

const PATIENCE_MS = 60_000;

export type Answer =
  | { readonly kind: "saved"; readonly address: string }
  | { readonly kind: "page"; readonly page: Document }
  | { readonly kind: "failed"; readonly said: string; readonly again: boolean };

/** Sends the form and returns what the server said; whatever goes wrong in between may be sent again unchanged. */
export async function send(form: HTMLFormElement, { words }: Facts): Promise<Answer> {
  let answer: Response;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Sheet": "script" },
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.redirected) return { kind: "failed", said: say(words, "signedOut"), again: false };
    if (answer.headers.get("Content-Type")?.includes("json")) {
      const { address } = (await answer.json()) as { address?: unknown };
      return { kind: "saved", address: typeof address === "string" ? address : location.href };
    }
    if ([409, 422].includes(answer.status)) {
      return { kind: "page", page: new DOMParser().parseFromString(await answer.text(), "text/html") };
    }
  } catch {
    return { kind: "failed", said: say(words, "offline"), again: true };
  }
  return { kind: "failed", said: say(words, "refused", { status: answer.status }), again: answer.status >= 500 };
}

export interface Keeper {
  /** Writes the draft at once; what comes while one is being written is written next. */
  readonly keep: () => void;
  readonly load: () => Promise<Draft | null>;
  readonly drop: () => Promise<void>;
}

/** Returns what keeps the draft; `now` says what there is to keep, null for nothing. */
export async function keeper(
  facts: Facts,
  now: () => { key: string; reason: string; cells: Record<string, DraftCell> } | null,
  told: (sentence: string) => void,
): Promise<Keeper> {
  const store: Drafts | null = await drafts(facts.draft);
  let writing: Promise<void> = Promise.resolve();
  let waits = false;
  let stopped = false;
  const write = async (): Promise<void> => {
    waits = false;
    if (stopped) return;
    const draft = now();
    try {
      if (!store) throw new Error("no store");
      await (draft ? store.save({ ...draft, at: new Date().toISOString() }) : store.drop());
      if (draft) told(say(facts.words, "kept", { time: clock(new Date().toISOString()) }));
    } catch {
      told(say(facts.words, "noDraft"));
    }
  };
  return {
    keep: () => {
      if (waits) return;
      waits = true;
      writing = writing.then(write);
    },
    load: async () => (store ? await store.load().catch(() => null) : null),
    drop: async () => {
      stopped = true;
      await writing;
      await store?.drop().catch(() => undefined);
      stopped = false;
    },
  };
}

/** Returns the time of day, with the day before it when it is not today. */
export function clock(at: string): string {
  const moment = new Date(at);
  const language = document.documentElement.lang || "id";
  const time = moment.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  if (moment.toDateString() === new Date().toDateString()) return time;
  return `${moment.toLocaleDateString(language, { day: "numeric", month: "long" })} ${time}`;
}
