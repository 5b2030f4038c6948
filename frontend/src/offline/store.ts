/** What a report form keeps in the browser's own database: what is typed, what waits to be sent, and photographs. */

import { answered } from "../sheet/draft";

export type Fields = Readonly<Record<string, string>>;

/** What is typed and not sent. name: of the person and the page. */
export interface FormDraft {
  readonly name: string;
  readonly at: string;
  readonly fields: Fields;
}

export interface Conflict {
  readonly version: number;
  readonly by: string;
  readonly fields: readonly { label: string; theirs: string; name: string; value: string }[];
}

export interface Answer {
  readonly saved: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly conflicts: Readonly<Record<string, Conflict>>;
  readonly refused: string;
  readonly next: string;
}

/** A form that was sent off and that the server has not answered yet. id: the key by which it is saved once. */
export interface Waiting {
  readonly id: string;
  readonly person: string;
  readonly page: string;
  readonly address: string;
  readonly title: string;
  readonly at: string;
  readonly action: string;
  readonly fields: readonly (readonly [string, string])[];
  readonly state: "waiting" | "conflict" | "refused";
  readonly said: string;
  readonly answer: Answer | null;
}

/** A photograph or file for an item. address: where the item says where its files go. title: of its report. */
export interface Photograph {
  readonly id: string;
  readonly person: string;
  readonly page: string;
  readonly title?: string;
  readonly item: string;
  readonly address: string;
  readonly name: string;
  readonly file: Blob;
  readonly at: string;
  readonly state: "waiting" | "refused";
  readonly said: string;
}

export interface Store {
  readonly draft: (name: string) => Promise<FormDraft | null>;
  readonly keepDraft: (draft: FormDraft) => Promise<void>;
  readonly dropDraft: (name: string) => Promise<void>;
  readonly waiting: () => Promise<Waiting[]>;
  readonly keepWaiting: (entry: Waiting) => Promise<void>;
  readonly dropWaiting: (id: string) => Promise<void>;
  readonly photographs: () => Promise<Photograph[]>;
  readonly keepPhotograph: (photograph: Photograph) => Promise<void>;
  readonly dropPhotograph: (id: string) => Promise<void>;
}

const NAME = "serambi-reports";
const [DRAFTS, WAITING, PHOTOGRAPHS] = ["drafts", "waiting", "photographs"] as const;

/** Returns the store; null where the browser keeps nothing. */
export async function openStore(): Promise<Store | null> {
  const database = await open().catch(() => null);
  if (!database) return null;
  const store = (name: string, mode: IDBTransactionMode): IDBObjectStore =>
    database.transaction(name, mode).objectStore(name);
  const put = async (name: string, value: unknown): Promise<void> => {
    await answered(store(name, "readwrite").put(value));
  };
  const drop = async (name: string, key: string): Promise<void> => {
    await answered(store(name, "readwrite").delete(key));
  };
  const all = async <Kept extends { readonly at: string }>(name: string): Promise<Kept[]> => {
    const found = (await answered(store(name, "readonly").getAll())) as Kept[];
    return found.sort((one, other) => one.at.localeCompare(other.at));
  };
  return {
    draft: async (name) => ((await answered(store(DRAFTS, "readonly").get(name))) as FormDraft | undefined) ?? null,
    keepDraft: (draft) => put(DRAFTS, draft),
    dropDraft: (name) => drop(DRAFTS, name),
    waiting: () => all<Waiting>(WAITING),
    keepWaiting: (entry) => put(WAITING, entry),
    dropWaiting: (id) => drop(WAITING, id),
    photographs: () => all<Photograph>(PHOTOGRAPHS),
    keepPhotograph: (photograph) => put(PHOTOGRAPHS, photograph),
    dropPhotograph: (id) => drop(PHOTOGRAPHS, id),
  };
}

function open(): Promise<IDBDatabase> {
  const asked = indexedDB.open(NAME, 1);
  asked.addEventListener("upgradeneeded", () => {
    asked.result.createObjectStore(DRAFTS, { keyPath: "name" });
    asked.result.createObjectStore(WAITING, { keyPath: "id" });
    asked.result.createObjectStore(PHOTOGRAPHS, { keyPath: "id" });
  });
  return answered(asked);
}
