/** The draft of a sheet in the browser's own database: written at every change, gone once the server has saved it. */

export interface DraftCell {
  readonly text: string;
  readonly base: readonly [number, string];
}

export interface Draft {
  readonly at: string;
  readonly key: string;
  readonly reason: string;
  readonly cells: Readonly<Record<string, DraftCell>>;
}

export interface Drafts {
  readonly load: () => Promise<Draft | null>;
  readonly save: (draft: Draft) => Promise<void>;
  readonly drop: () => Promise<void>;
}

const STORE = "sheets";

/** Returns where the draft of a sheet is kept; null where the browser keeps nothing. */
export async function drafts(name: string): Promise<Drafts | null> {
  const database = await open().catch(() => null);
  if (!database) return null;
  const store = (mode: IDBTransactionMode): IDBObjectStore => database.transaction(STORE, mode).objectStore(STORE);
  return {
    load: async () => asDraft(await answered(store("readonly").get(name))),
    save: async (draft) => {
      await answered(store("readwrite").put(draft, name));
    },
    drop: async () => {
      await answered(store("readwrite").delete(name));
    },
  };
}

function open(): Promise<IDBDatabase> {
  const asked = indexedDB.open("serambi", 1);
  asked.addEventListener("upgradeneeded", () => asked.result.createObjectStore(STORE));
  return answered(asked);
}

/** Returns what the database answers. */
export function answered<Answer>(asked: IDBRequest<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    asked.addEventListener("success", () => resolve(asked.result));
    asked.addEventListener("error", () => reject(asked.error ?? new Error("no database")));
    if (asked instanceof IDBOpenDBRequest) asked.addEventListener("blocked", () => reject(new Error("blocked")));
  });
}

/** Returns what was kept if it is whole: another version may have written it. */
export function asDraft(kept: unknown): Draft | null {
  if (typeof kept !== "object" || kept === null) return null;
  const { at, key, reason, cells } = kept as Record<string, unknown>;
  if (typeof at !== "string" || typeof key !== "string" || typeof cells !== "object" || cells === null) return null;
  const whole: Record<string, DraftCell> = {};
  for (const [name, cell] of Object.entries(cells as Record<string, unknown>)) {
    const { text, base } = (cell ?? {}) as Record<string, unknown>;
    if (typeof text !== "string" || !Array.isArray(base)) continue;
    const [revision, was] = base as unknown[];
    if (typeof revision === "number" && typeof was === "string") whole[name] = { text, base: [revision, was] };
  }
  return { at, key, reason: typeof reason === "string" ? reason : "", cells: whole };
}
