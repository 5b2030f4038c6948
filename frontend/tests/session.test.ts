import { beforeEach, describe, expect, it } from "vitest";
import { waitFor } from "../src/islands/live";
import { left, tick, wallClock } from "../src/session/clock";
import { actOf, isSave, type Pressed } from "../src/session/keys";
import { newKey, openOutbox, sendAll, type Line, type Waiting } from "../src/session/outbox";
import { patch } from "../src/session/patch";

const at = (text: string): number => Date.parse(`2026-11-25T${text}+08:00`);

describe("the clock of a meeting", () => {
  it("is the regency's, as the language writes it", () => {
    expect(wallClock(new Date(at("10:24:00")), "Asia/Makassar", "id")).toBe("10.24");
    expect(wallClock(new Date(at("10:24:00")), "Asia/Makassar", "en")).toBe("10:24");
  });

  it("says how much of a time box is left, that it is up, and by how much it is over", () => {
    const began = at("10:00:00");
    expect(left(began, 10, at("10:00:00"))).toEqual({ minutes: 10, kind: "left" });
    expect(left(began, 10, at("10:09:30"))).toEqual({ minutes: 1, kind: "left" });
    expect(left(began, 10, at("10:10:30"))).toEqual({ minutes: 0, kind: "due" });
    expect(left(began, 10, at("10:12:05"))).toEqual({ minutes: 2, kind: "over" });
  });

  it("writes it into the page and marks overtime", () => {
    document.body.innerHTML = `<i data-began="2020-01-01T00:00:00+08:00" data-minutes="10" data-over="lewat {count}"></i>`;
    tick(document, "Asia/Makassar", 0);
    const place = document.querySelector("i");
    expect(place?.textContent).toMatch(/^lewat \d+$/);
    expect(place?.className).toBe("over");
  });
});

describe("how often a screen asks", () => {
  it("is often while a meeting is held and seen, seldom otherwise, and never all at once", () => {
    expect(waitFor("in_session", false, 0, 0.5)).toBe(500);
    expect(waitFor("in_session", false, 0, 0)).toBeLessThan(waitFor("in_session", false, 0, 1));
    expect(waitFor("in_session", true, 0, 0.5)).toBe(15_000);
    expect(waitFor("closed", false, 0, 0.5)).toBe(10_000);
  });

  it("grows while the line is down, to five seconds", () => {
    expect(waitFor("in_session", false, 1, 0.5)).toBe(1000);
    expect(waitFor("in_session", false, 9, 0.5)).toBe(5000);
  });
});

describe("what is new on a screen", () => {
  let host: HTMLElement;
  const sent = (html: string): HTMLElement => {
    const page = document.createElement("div");
    page.innerHTML = html;
    return page;
  };
  const minute = (pk: number, version: number, text: string): string =>
    `<article data-key="minute-${String(pk)}" data-version="${String(version)}"><p>${text}</p></article>`;
  const of = (inside: string): string =>
    `<div data-live="document" data-keyed><section data-key="a">${inside}</section></div>`;
  const texts = (): string[] => [...host.querySelectorAll("article")].map((one) => one.textContent.trim());

  beforeEach(() => {
    document.body.innerHTML = `<main>${of(`<h2>A</h2>${minute(1, 1, "satu")}${minute(3, 1, "tiga")}`)}</main>`;
    host = document.querySelector("main") ?? document.body;
  });

  it("stands in its place, and what is the same stays the same element", () => {
    const [first] = host.querySelectorAll("article");
    expect(
      patch(host, sent(of(`<h2>A</h2>${minute(1, 1, "satu")}${minute(2, 1, "dua")}${minute(3, 2, "TIGA")}`))),
    ).toBe(true);
    expect(texts()).toEqual(["satu", "dua", "TIGA"]);
    expect(host.querySelector("article")).toBe(first);
    expect(
      patch(host, sent(of(`<h2>A</h2>${minute(1, 1, "satu")}${minute(2, 1, "dua")}${minute(3, 2, "TIGA")}`))),
    ).toBe(false);
  });

  it("leaves alone what somebody is changing here, also when it was changed or removed elsewhere", () => {
    const article = host.querySelector("article");
    article?.setAttribute("data-editing", "");
    article?.replaceChildren(document.createElement("textarea"));
    const field = host.querySelector("textarea");
    if (field) field.value = "mengetik";
    patch(host, sent(of(`<h2>A</h2>${minute(1, 2, "lain")}${minute(3, 1, "tiga")}${minute(4, 1, "empat")}`)));
    expect(host.querySelector("textarea")?.value).toBe("mengetik");
    expect(texts().slice(1)).toEqual(["tiga", "empat"]);
    patch(host, sent(of(`<h2>A</h2>${minute(3, 1, "tiga")}`)));
    expect(host.querySelector("textarea")?.value).toBe("mengetik");
    expect(texts()).toHaveLength(2);
  });

  it("goes when it was removed, and a section of its own comes and goes", () => {
    patch(host, sent(of(`<h2>A</h2>${minute(3, 1, "tiga")}`)));
    expect(texts()).toEqual(["tiga"]);
    patch(
      host,
      sent(`<div data-live="document" data-keyed><section data-key="b">${minute(9, 1, "b")}</section></div>`),
    );
    expect(texts()).toEqual(["b"]);
  });

  it("swaps a part that has no keys and gives the focus back", () => {
    host.innerHTML = `<nav data-live="agenda"><button name="item" value="1">A</button></nav>`;
    host.querySelector("button")?.focus();
    patch(
      host,
      sent(
        `<nav data-live="agenda"><button name="item" value="1">A</button><button name="item" value="2">B</button></nav>`,
      ),
    );
    expect(document.activeElement?.getAttribute("value")).toBe("1");
    expect(host.querySelectorAll("button")).toHaveLength(2);
  });
});

describe("the keys of the note-takers", () => {
  const pressed = (key: string, target: Element = document.body, more: Partial<Pressed> = {}): Pressed => ({
    key,
    target,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    ...more,
  });

  it("do what they say, but not while somebody types or with another key", () => {
    expect(["k", "K", "T", "v", "a", "n", "ArrowRight", "?"].map((key) => actOf(pressed(key)))).toEqual([
      "decision",
      "decision",
      "action",
      "vote",
      "item",
      "text",
      "next",
      "help",
    ]);
    expect(actOf(pressed("k", document.createElement("textarea")))).toBeUndefined();
    expect(actOf(pressed("ArrowRight", document.createElement("select")))).toBeUndefined();
    expect(actOf(pressed("k", document.body, { ctrlKey: true }))).toBeUndefined();
    expect(actOf(pressed("x"))).toBeUndefined();
  });

  it("save with Ctrl or ⌘ and Enter", () => {
    expect(isSave(pressed("Enter", document.body, { ctrlKey: true }))).toBe(true);
    expect(isSave(pressed("Enter", document.body, { metaKey: true }))).toBe(true);
    expect(isSave(pressed("Enter"))).toBe(false);
  });
});

describe("what the server has not taken yet", () => {
  const entry = (key: string, text = key): Waiting => ({ key, text, item: "3", title: "Bank sampah", refused: "" });

  beforeEach(() => localStorage.clear());

  it("is kept for its person and meeting over a reload", () => {
    const outbox = openOutbox(localStorage, "rani", "7");
    outbox.add(entry("a"));
    outbox.keepDraft({ text: "belum", item: "3", title: "Bank sampah" });
    const again = openOutbox(localStorage, "rani", "7");
    expect(again.waiting()).toEqual([entry("a")]);
    expect(again.draft()?.text).toBe("belum");
    expect(openOutbox(localStorage, "oka", "7").waiting()).toEqual([]);
    expect(openOutbox(localStorage, "rani", "8").draft()).toBeNull();
    again.keepDraft(null);
    expect(openOutbox(localStorage, "rani", "7").draft()).toBeNull();
  });

  it("goes out in its order and stops where the line drops; what was taken is not sent again", async () => {
    const outbox = openOutbox(localStorage, "rani", "7");
    for (const key of ["a", "b", "c"]) outbox.add(entry(key));
    const sent: string[] = [];
    const lines: Line[] = ["sent", "offline", "sent", "sent"];
    const post = async ({ key }: Waiting): Promise<{ line: Line; refused: string }> => {
      sent.push(key);
      return Promise.resolve({ line: lines.shift() ?? "sent", refused: "" });
    };
    expect(await sendAll(outbox, post)).toBe("offline");
    expect(await sendAll(outbox, post)).toBe("sent");
    expect(sent).toEqual(["a", "b", "b", "c"]);
    expect(outbox.waiting()).toEqual([]);
  });

  it("stays with what was said when it was refused, and does not hold up the rest", async () => {
    const outbox = openOutbox(localStorage, "rani", "7");
    outbox.add(entry("a"));
    outbox.add(entry("b"));
    const answer = async ({ key }: Waiting): Promise<{ line: Line; refused: string }> =>
      Promise.resolve({ line: "sent", refused: key === "a" ? "closed" : "" });
    await sendAll(outbox, answer);
    expect(outbox.waiting()).toEqual([{ ...entry("a"), refused: "closed" }]);
  });

  it("is held by the page where the browser keeps nothing, and broken text is not taken for it", () => {
    const outbox = openOutbox(null, "rani", "7");
    outbox.add(entry("a"));
    expect(outbox.waiting()).toHaveLength(1);
    localStorage.setItem("serambi-notes:rani:7", '{"not": "a list"}');
    expect(openOutbox(localStorage, "rani", "7").waiting()).toEqual([]);
  });

  it("has a key of its own", () => {
    expect(new Set([newKey(), newKey(), newKey()]).size).toBe(3);
    expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
  });
});
