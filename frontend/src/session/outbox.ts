/**
 * Paragraphs that the server has not taken yet, kept in the browser until it has: each goes out under a key of its own
 * and is written once, however often it is sent.
 */

export interface Waiting {
  /** The key by which the server writes it once. */
  readonly key: string;
  /** The item it was said about, "" for none, and its title for the screen. */
  readonly item: string;
  readonly title: string;
  readonly text: string;
  /** What the server had against it, "" while it only waits. */
  readonly refused: string;
}

export interface Draft {
  readonly text: string;
  readonly item: string;
  readonly title: string;
}

export interface Outbox {
  readonly waiting: () => readonly Waiting[];
  readonly add: (entry: Waiting) => void;
  readonly refuse: (key: string, said: string) => void;
  readonly drop: (key: string) => void;
  readonly draft: () => Draft | null;
  readonly keepDraft: (draft: Draft | null) => void;
}

/** Returns what one person keeps of one meeting; where the browser keeps nothing it holds until the page goes. */
export function openOutbox(storage: Storage | null, person: string, meeting: string): Outbox {
  const name = `serambi-notes:${person}:${meeting}`;
  const draftName = `${name}:draft`;
  let held: readonly Waiting[] = read(storage, name, isList) ?? [];
  let draft: Draft | null = read(storage, draftName, isDraft);
  const latest = (): readonly Waiting[] => {
    // Another tab of the same person may have sent or added something.
    held = storage ? (read(storage, name, isList) ?? (storage.getItem(name) === null ? [] : held)) : held;
    return held;
  };
  const write = (entries: readonly Waiting[]): void => {
    held = entries;
    put(storage, name, entries.length ? JSON.stringify(entries) : null);
  };
  return {
    waiting: latest,
    add: (entry) => write([...latest().filter(({ key }) => key !== entry.key), entry]),
    refuse: (key, said) => write(latest().map((one) => (one.key === key ? { ...one, refused: said } : one))),
    drop: (key) => write(latest().filter((one) => one.key !== key)),
    draft: () => draft,
    keepDraft: (kept) => {
      draft = kept?.text ? kept : null;
      put(storage, draftName, draft ? JSON.stringify(draft) : null);
    },
  };
}

/** Returns a key that no other paragraph has. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function put(storage: Storage | null, name: string, text: string | null): void {
  try {
    if (text === null) storage?.removeItem(name);
    else storage?.setItem(name, text);
  } catch {
    // The browser is full or keeps nothing; what is on the page still goes out from there.
  }
}

function read<Kept>(storage: Storage | null, name: string, is: (found: unknown) => found is Kept): Kept | null {
  try {
    const found = JSON.parse(storage?.getItem(name) ?? "null") as unknown;
    return is(found) ? found : null;
  } catch {
    return null;
  }
}

const isText = (one: unknown): one is string => typeof one === "string";
const hasTexts = (one: unknown, ...names: string[]): boolean =>
  typeof one === "object" && one !== null && names.every((name) => isText((one as Record<string, unknown>)[name]));
const isList = (found: unknown): found is readonly Waiting[] =>
  Array.isArray(found) && found.every((one) => hasTexts(one, "key", "item", "title", "text", "refused"));
const isDraft = (found: unknown): found is Draft => hasTexts(found, "text", "item", "title");

/** What became of sending. */
export type Line = "sent" | "offline" | "signedOut" | "other";

export type Post = (entry: Waiting) => Promise<{ readonly line: Line; readonly refused: string }>;

/** Sends what waits in its order, and stops where the line drops; what is refused stays with what was said. */
export async function sendAll(outbox: Outbox, post: Post): Promise<Line> {
  for (const entry of outbox.waiting()) {
    if (entry.refused) continue;
    const { line, refused } = await post(entry);
    if (line !== "sent") return line;
    if (refused) outbox.refuse(entry.key, refused);
    else outbox.drop(entry.key);
  }
  return "sent";
}
