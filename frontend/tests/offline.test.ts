import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pilesOf } from "../src/islands/outbox";
import { showConflicts } from "../src/offline/conflicts";
import { changedKeys, draftOf, restore, sentOf, showWrong } from "../src/offline/fields";
import { emptyPages, kept, page, take, wayOf } from "../src/offline/keeping";
import { doubtIn, wrongIn, type FormFacts, type ItemRules } from "../src/offline/rules";
import { draftName, sendWaiting } from "../src/offline/sending";
import type { FormDraft, Photograph, Store, Waiting } from "../src/offline/store";

const words = {
  notANumber: "no number {text}",
  outside: "outside {bounds}",
  leap: "leap {times}",
  notAPercentage: "percentage",
  notAnAmount: "amount {text}",
  notADay: "day {text}",
  future: "future {text}",
  twoAnswers: "two",
  valueAndReason: "value and reason",
  halfAnswered: "half",
  tooLong: "{length} of {limit}",
  conflict: "{person} changed",
  yours: "Yours",
  theirs: "Theirs {person}",
  nothing: "–",
};
const figure: ItemRules = {
  kind: "figure",
  before: { number: "120,5" },
  usual: "100",
  values: { number: { type: "number", min: "0", max: "5000", bounds: "0 to 5000" } },
  texts: { note: 10, because: 500 },
};
const program: ItemRules = {
  kind: "program",
  before: {},
  usual: "",
  values: { stage: { type: "choice" }, number: { type: "percent" } },
  texts: {},
};
const money: ItemRules = { kind: "money", before: {}, usual: "", values: { amount: { type: "amount" } }, texts: {} };
const milestone: ItemRules = {
  kind: "milestone",
  before: {},
  usual: "",
  values: { reached_on: { type: "day" } },
  texts: {},
};
const facts: FormFacts = {
  person: "oka",
  title: "DLH",
  today: "2026-10-06",
  decimal: ",",
  thousands: ".",
  jump: 10,
  small: 10,
  draft: "",
  columns: [],
  items: { "figure-1-2-2026-Q3": figure, "program-3": program },
  words,
};

describe("the rules of an item", () => {
  it("are those of the server", () => {
    expect(wrongIn({ number: "120,5" }, figure, facts)).toEqual({});
    expect(wrongIn({ number: "banyak" }, figure, facts)).toEqual({ number: "no number banyak" });
    expect(wrongIn({ number: "6000" }, figure, facts)).toEqual({ number: "outside 0 to 5000" });
    expect(wrongIn({ note: "12345678901" }, figure, facts)).toEqual({ note: "11 of 10" });
    expect(wrongIn({ same: "on", number: "7" }, figure, facts)).toEqual({ same: "two" });
    expect(wrongIn({ same: "on", number: "120.50" }, figure, facts)).toEqual({});
    expect(wrongIn({ number: "7", because: "rusak" }, figure, facts)).toEqual({ because: "value and reason" });
    expect(wrongIn({ number: "40" }, program, facts)).toEqual({ stage: "half" });
    expect(wrongIn({ stage: "execution", number: "100,5" }, program, facts)).toEqual({ number: "percentage" });
    expect(wrongIn({ stage: "execution", number: "42,5 %" }, program, facts)).toEqual({});
    expect(wrongIn({ amount: "Rp400.000" }, money, facts)).toEqual({});
    expect(wrongIn({ amount: "-5" }, money, facts)).toEqual({ amount: "amount -5" });
    expect(wrongIn({ reached_on: "2999-01-01" }, milestone, facts)).toEqual({ reached_on: "future 2999-01-01" });
    expect(wrongIn({ reached_on: "kemarin" }, milestone, facts)).toEqual({ reached_on: "day kemarin" });
  });

  it("doubt a figure far from what is usual", () => {
    expect(doubtIn({ number: "4000" }, figure, facts)).toBe("leap 40");
    expect(doubtIn({ number: "110" }, figure, facts)).toBe("");
  });
});

function form(): HTMLFormElement {
  document.body.innerHTML = `<form>
    <div class="report-item" id="item-figure-1-2-2026-Q3">
      <input type="hidden" name="figure-1-2-2026-Q3__version" value="2">
      <div class="field"><label for="n">n</label><input id="n" name="figure-1-2-2026-Q3__number" value="5"></div>
      <label class="choice"><input type="checkbox" id="s" name="figure-1-2-2026-Q3__same"></label>
      <details><textarea id="t" name="figure-1-2-2026-Q3__note"></textarea></details>
    </div>
    <div class="report-item" id="item-program-3"><input type="hidden" name="program-3__version" value="1">
      <select name="program-3__stage"><option value="">–</option><option value="execution" selected>x</option></select>
      <input name="program-3__number" value="40"></div>
    <select name="series-1__quality"><option value="measured" selected>m</option><option value="estimated">e</option>
    </select></form>`;
  const found = document.querySelector("form");
  if (!found) throw new Error("no form");
  return found;
}

const control = (host: HTMLFormElement, name: string): HTMLInputElement =>
  host.elements.namedItem(name) as HTMLInputElement;

describe("the fields of a form", () => {
  it("are sent by whole items, and only those that are different", () => {
    const host = form();
    expect(changedKeys(host, facts)).toEqual([]);
    expect(sentOf(host, facts)).toEqual([["series-1__quality", "measured"]]);
    control(host, "program-3__number").value = "50";
    expect(changedKeys(host, facts)).toEqual(["program-3"]);
    expect(sentOf(host, facts)).toContainEqual(["program-3__version", "1"]);
    expect(sentOf(host, facts)).not.toContainEqual(["figure-1-2-2026-Q3__number", "5"]);
    control(host, "series-1__quality").value = "estimated";
    expect(sentOf(host, facts)).toContainEqual(["figure-1-2-2026-Q3__number", "5"]);
  });

  it("come back as they were typed, with the version they stood upon", () => {
    const typed = form();
    control(typed, "figure-1-2-2026-Q3__note").value = "hujan";
    control(typed, "figure-1-2-2026-Q3__same").checked = true;
    const draft = draftOf(typed, facts);
    const fresh = form();
    control(fresh, "figure-1-2-2026-Q3__version").value = "7";
    expect(restore(fresh, draft)).toBe(1);
    expect(control(fresh, "figure-1-2-2026-Q3__note").value).toBe("hujan");
    expect(control(fresh, "figure-1-2-2026-Q3__same").checked).toBe(true);
    expect(control(fresh, "figure-1-2-2026-Q3__version").value).toBe("2");
    expect(fresh.querySelector("details")?.open).toBe(true);
  });

  it("show what is wrong once, and take it away", () => {
    const host = form();
    const first = showWrong(host, "figure-1-2-2026-Q3", { number: "salah" });
    showWrong(host, "figure-1-2-2026-Q3", { number: "salah sekali" });
    expect(first).toBe(control(host, "figure-1-2-2026-Q3__number"));
    expect([...host.querySelectorAll(".error")].map((line) => line.textContent)).toEqual(["salah sekali"]);
    expect(showWrong(host, "figure-1-2-2026-Q3", {})).toBeNull();
    expect(host.querySelectorAll(".error, [aria-invalid]").length).toBe(0);
  });

  it("take theirs where it is chosen and keep yours elsewhere", () => {
    const host = form();
    const chosen = vi.fn();
    const fields = [
      { label: "Value", theirs: "9", name: "number", value: "9" },
      { label: "Remark", theirs: "lain", name: "note", value: "lain" },
    ];
    const conflicts = { "figure-1-2-2026-Q3": { version: 5, by: "Hadi", fields } };
    showConflicts(host, facts, { saved: {}, errors: {}, conflicts, refused: "", next: "" }, chosen);
    host.querySelectorAll<HTMLInputElement>("input[value=theirs]")[0]?.click();
    host.querySelector<HTMLButtonElement>("[data-conflict] button")?.click();
    expect(chosen).toHaveBeenCalledOnce();
    expect(control(host, "figure-1-2-2026-Q3__number").value).toBe("9");
    expect(control(host, "figure-1-2-2026-Q3__note").value).toBe("");
    expect(control(host, "figure-1-2-2026-Q3__version").value).toBe("5");
    expect(host.querySelector("[data-conflict]")).toBeNull();
  });
});

// Sending --------------------------------------------------------------------------------------------------------------

function memory(forms: Waiting[] = [], pictures: Photograph[] = [], drafts: FormDraft[] = []): Store {
  const [waiting, photographs, kept] = [
    new Map(forms.map((one) => [one.id, one])),
    new Map(pictures.map((one) => [one.id, one])),
    new Map(drafts.map((one) => [one.name, one])),
  ];
  return {
    draft: (name) => Promise.resolve(kept.get(name) ?? null),
    keepDraft: (draft) => Promise.resolve(void kept.set(draft.name, draft)),
    dropDraft: (name) => Promise.resolve(void kept.delete(name)),
    waiting: () => Promise.resolve([...waiting.values()]),
    keepWaiting: (entry) => Promise.resolve(void waiting.set(entry.id, entry)),
    dropWaiting: (id) => Promise.resolve(void waiting.delete(id)),
    photographs: () => Promise.resolve([...photographs.values()]),
    keepPhotograph: (one) => Promise.resolve(void photographs.set(one.id, one)),
    dropPhotograph: (id) => Promise.resolve(void photographs.delete(id)),
  };
}

const entry = (id: string, more: Partial<Waiting> = {}): Waiting => ({
  id,
  person: "oka",
  page: "/form/",
  address: "/form/",
  title: "DLH",
  at: id,
  action: "save",
  fields: [
    ["program-3__version", "1"],
    ["program-3__number", "50"],
  ],
  state: "waiting",
  said: "",
  answer: null,
  ...more,
});
const picture = (id: string, more: Partial<Photograph> = {}): Photograph => ({
  id,
  person: "oka",
  page: "/form/",
  item: "program-3",
  address: "/evidence/",
  name: `${id}.jpg`,
  file: new Blob(["x"]),
  at: id,
  state: "waiting",
  said: "",
  ...more,
});

type Reply = { status?: number; body?: unknown } | "lost";

/** Answers requests by their address, in order; the last reply stands. Returns what was asked. */
function server(replies: Record<string, Reply[]>): { url: string; body: unknown }[] {
  const asked: { url: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    asked.push({ url, body: init.body });
    const list = replies[url] ?? ["lost"];
    const reply = list.length > 1 ? list.shift() : list[0];
    if (!reply || reply === "lost") return Promise.reject(new TypeError("lost"));
    return Promise.resolve(new Response(JSON.stringify(reply.body), { status: reply.status ?? 200 }));
  });
  return asked;
}

const LINE = { "/progress/line/": [{ body: { person: "oka", token: "t" } }] };
const NONE = { body: { received: 0 } };
const TAKEN = { body: { taken: 1, text: "", codes: [] } };
const SAVED = { saved: { "program-3": 2 }, errors: {}, conflicts: {}, refused: "", next: "/next/" };

describe("what waits", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("stays without a line, and asks for nothing where nothing waits", async () => {
    const asked = server({});
    expect((await sendWaiting(memory())).line).toBe("idle");
    expect(asked).toEqual([]);
    const store = memory([entry("1")]);
    expect((await sendWaiting(store)).line).toBe("offline");
    expect(await store.waiting()).toHaveLength(1);
  });

  it("is sent in its order, each upon the version that the one before it got", async () => {
    const draft = { name: draftName("oka", "/form/"), at: "", fields: { "program-3__version": "1" } };
    const store = memory([entry("1"), entry("2")], [], [draft]);
    const asked = server({ ...LINE, "/form/": [{ body: SAVED }] });
    const sent = await sendWaiting(store);
    expect(sent.line).toBe("sent");
    expect(sent.answers.get("1")?.next).toBe("/next/");
    const bodies = asked.slice(1).map(({ body }) => new URLSearchParams(String(body)));
    expect(bodies.map((body) => body.get("program-3__version"))).toEqual(["1", "2"]);
    expect(bodies.map((body) => body.get("key"))).toEqual(["1", "2"]);
    expect(await store.waiting()).toEqual([]);
    expect((await store.draft(draft.name))?.fields["program-3__version"]).toBe("2");
  });

  it("is sent again under the same key when the answer was lost", async () => {
    const store = memory([entry("1")]);
    const asked = server({ ...LINE, "/form/": ["lost", { body: SAVED }] });
    expect((await sendWaiting(store)).line).toBe("offline");
    expect((await sendWaiting(store)).line).toBe("sent");
    const [first, second] = asked.filter(({ url }) => url === "/form/").map(({ body }) => String(body));
    expect(second).toBe(first);
  });

  it("is kept for whoever wrote it, and while nobody is signed in", async () => {
    const store = memory([entry("1", { person: "hadi" })]);
    server({ ...LINE, "/form/": [{ body: SAVED }] });
    expect((await sendWaiting(store)).answers.size).toBe(0);
    expect(await store.waiting()).toHaveLength(1);
    server({ "/progress/line/": [{ body: { person: "", token: "" } }] });
    expect((await sendWaiting(store)).line).toBe("signedOut");
    expect(await store.waiting()).toHaveLength(1);
  });

  it("keeps a conflict, a refusal and what came after them on the same page", async () => {
    const conflicts = { "program-3": { version: 4, by: "Hadi", fields: [] } };
    const store = memory([entry("1"), entry("2"), entry("3", { page: "/other/", address: "/other/" })]);
    const refused = { refused: "Sudah ditutup." };
    server({
      ...LINE,
      "/form/": [{ status: 409, body: { ...SAVED, conflicts } }],
      "/other/": [{ status: 409, body: refused }],
    });
    await sendWaiting(store);
    const left = await store.waiting();
    expect(left.map(({ state }) => state)).toEqual(["conflict", "waiting", "refused"]);
    expect(left[2]?.said).toBe("Sudah ditutup.");
    expect(pilesOf([left, []]).map(({ state }) => state)).toEqual(["conflict", "refused"]);
    expect(pilesOf([[], [picture("1", { title: "DLH, Q3" })]]).map(({ title }) => title)).toEqual(["DLH, Q3"]);
  });

  it("sends photographs one by one, and knows one that had arrived", async () => {
    const store = memory([entry("9")], [picture("1"), picture("2"), picture("3")]);
    const replies = {
      ...LINE,
      "/evidence/": [{ body: { address: "/files/" } }],
      "/files/parts/1/": [NONE],
      "/files/parts/1/?from=0&size=1&name=1.jpg": [TAKEN],
      "/files/parts/2/": [NONE, { body: { taken: 0, codes: ["already_there"] } }],
      "/files/parts/2/?from=0&size=1&name=2.jpg": ["lost" as const],
      "/files/parts/3/": [NONE],
      "/files/parts/3/?from=0&size=1&name=3.jpg": [TAKEN],
      "/form/": [{ body: SAVED }],
    };
    server(replies);
    expect((await sendWaiting(store)).line).toBe("offline");
    expect((await store.photographs()).map(({ id }) => id)).toEqual(["2", "3"]);
    expect(await store.waiting()).toHaveLength(1);
    expect((await sendWaiting(store)).line).toBe("sent");
    expect(await store.photographs()).toEqual([]);
    expect(await store.waiting()).toEqual([]);
  });

  it("keeps a photograph to which the server says nothing that can be understood", async () => {
    const store = memory([], [picture("1")]);
    server({ ...LINE, "/evidence/": [{ body: { address: "/files/" } }], "/files/parts/1/": [{ body: "?" }] });
    expect((await sendWaiting(store)).line).toBe("failed");
    expect((await store.photographs())[0]?.state).toBe("waiting");
  });

  it("does not send a report in while a photograph of it was not taken", async () => {
    const store = memory([entry("9", { action: "submit" })], [picture("1", { state: "refused", said: "Rusak" })]);
    const asked = server({ ...LINE, "/form/": [{ body: SAVED }] });
    await sendWaiting(store);
    expect(asked.map(({ url }) => url)).toEqual(["/progress/line/"]);
    expect((await store.waiting())[0]).toMatchObject({ state: "refused", said: "1.jpg: Rusak" });
  });
});

// Keeping pages --------------------------------------------------------------------------------------------------------

function shelves(): CacheStorage {
  const all = new Map<string, Map<string, Response>>();
  const open = (name: string): Promise<Cache> => {
    const shelf = all.get(name) ?? new Map<string, Response>();
    all.set(name, shelf);
    return Promise.resolve({
      match: (url: string) => Promise.resolve(shelf.get(url)?.clone()),
      put: (url: string, response: Response) => Promise.resolve(void shelf.set(url, response)),
      keys: () => Promise.resolve([...shelf.keys()]),
      delete: (url: string) => Promise.resolve(shelf.delete(url)),
    } as unknown as Cache);
  };
  return {
    open,
    keys: () => Promise.resolve([...all.keys()]),
    delete: (name: string) => Promise.resolve(all.delete(name)),
  } as unknown as CacheStorage;
}

const answer = (person: string, keep = true): Response =>
  new Response("page", { headers: { "X-Person": person, ...(keep ? { "X-Keep": "person" } : {}) } });

describe("the pages that are kept", () => {
  let caches: CacheStorage;
  beforeEach(() => {
    caches = shelves();
  });
  afterEach(() => vi.unstubAllGlobals());

  it("are navigations, styles and scripts of this site, and signing out is noticed", () => {
    const way = (url: string, method = "GET", mode = "navigate"): string =>
      wayOf({ url, method, mode }, "https://s.id");
    expect(way("https://s.id/progress/")).toBe("page");
    expect(way("https://s.id/static/built/assets/main.js", "GET", "cors")).toBe("shell");
    expect(way("https://s.id/en/account/sign-out/", "POST")).toBe("sign-out");
    expect(way("https://s.id/files/1/view/small/", "GET", "no-cors")).toBe("none");
    expect(way("https://other.id/static/built/x.js", "GET", "cors")).toBe("none");
    expect(way("https://s.id/progress/", "POST")).toBe("none");
  });

  it("are only those that the server marks, of one person, and go with the next", async () => {
    await take(caches, "/form/", answer("oka"));
    await take(caches, "/dashboard/", answer("oka", false));
    expect(await kept(caches, "/form/")).not.toBeNull();
    expect(await kept(caches, "/dashboard/")).toBeNull();
    await take(caches, "/dashboard/", answer("hadi", false));
    expect(await kept(caches, "/form/")).toBeNull();
    await take(caches, "/form/", answer("hadi"));
    await emptyPages(caches);
    expect(await kept(caches, "/form/")).toBeNull();
  });

  it("are shown where the line is down, and come from the line where it is not", async () => {
    await take(caches, "https://s.id/form/", answer("oka"));
    const request = new Request("https://s.id/form/");
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("lost")));
    expect(await (await page(caches, request)).text()).toBe("page");
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("fresh")));
    expect(await (await page(caches, request)).text()).toBe("fresh");
  });
});
