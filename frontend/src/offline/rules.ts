/** The rules of a report item, the same as the server's, which gives them as data and has the last word. */

import { judge, say, type Facts } from "../sheet/checks";
import { read } from "../sheet/numbers";

export interface ValueRule {
  readonly type: "number" | "percent" | "amount" | "day" | "choice";
  readonly whole?: boolean;
  readonly count?: boolean;
  readonly min?: string;
  readonly max?: string;
  readonly bounds?: string;
  readonly unit?: string;
}

/** before: the values of last time, by field; empty where “no change” cannot be said. texts: the longest each may be. */
export interface ItemRules {
  readonly kind: string;
  readonly before: Readonly<Record<string, string>>;
  readonly usual: string;
  readonly values: Readonly<Record<string, ValueRule>>;
  readonly texts: Readonly<Record<string, number>>;
}

export interface FormFacts extends Facts {
  readonly person: string;
  readonly title: string;
  readonly today: string;
  readonly items: Readonly<Record<string, ItemRules>>;
}

export type Typed = Readonly<Record<string, string>>;

/** Returns what is wrong with an item, by field. */
export function wrongIn(typed: Typed, rules: ItemRules, facts: FormFacts): Record<string, string> {
  const wrong: Record<string, string> = {};
  const texts = (name: string): string => (typed[name] ?? "").trim();
  for (const [name, rule] of Object.entries(rules.values)) {
    const said = wrongValue(texts(name), rule, facts);
    if (said) wrong[name] = said;
  }
  for (const [name, limit] of Object.entries(rules.texts)) {
    const { length } = texts(name);
    if (length > limit) wrong[name] = say(facts.words, "tooLong", { length, limit });
  }
  if (Object.keys(wrong).length) return wrong;
  const names = Object.keys(rules.values);
  const given = names.filter((name) => texts(name));
  if (typed["same"]) {
    const differs = given.some((name) => !isSame(texts(name), rules.before[name] ?? ""));
    return texts("because") || differs ? { same: say(facts.words, "twoAnswers") } : {};
  }
  if (texts("because")) return given.length ? { because: say(facts.words, "valueAndReason") } : {};
  if (given.length && given.length < names.length) {
    return { [names.find((name) => !texts(name)) ?? ""]: say(facts.words, "halfAnswered") };
  }
  return {};
}

/** Returns what is doubtful about a figure, "" where nothing is. */
export function doubtIn(typed: Typed, rules: ItemRules, facts: FormFacts): string {
  const rule = rules.values["number"];
  const text = (typed["number"] ?? "").trim();
  if (!text || rule?.type !== "number") return "";
  const { kind, sentence } = judge(text, "", rules.usual, cellRules(rule), facts);
  return kind === "doubt" ? sentence : "";
}

function wrongValue(text: string, rule: ValueRule, facts: FormFacts): string {
  if (!text) return "";
  switch (rule.type) {
    case "number": {
      const { kind, sentence } = judge(text, "", "", cellRules(rule), facts);
      return kind === "error" ? sentence : "";
    }
    case "percent":
      return isPercentage(text) ? "" : say(facts.words, "notAPercentage");
    case "amount":
      return /^(?:Rp|IDR)?\.?\s*\d[\d.,\s]*(?:,-)?$/i.test(text) ? "" : say(facts.words, "notAnAmount", { text });
    case "day":
      if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) {
        return say(facts.words, "notADay", { text });
      }
      return text > facts.today && text > localDay() ? say(facts.words, "future", { text }) : "";
    case "choice":
      return "";
  }
}

/** Returns the day here and now; a form that was kept for some days must not forbid today. */
function localDay(): string {
  const now = new Date();
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function isPercentage(text: string): boolean {
  const plain = text.replace(/[%\s]/g, "").replace(",", ".");
  return /^\d{1,3}(?:\.\d{0,2}0*)?$/.test(plain) && Number(plain) <= 100;
}

function isSame(text: string, before: string): boolean {
  if (text === before) return true;
  const [one, other] = [read(text, false), read(before, false)];
  return one.kind === "number" && other.kind === "number" && one.value === other.value;
}

function cellRules(rule: ValueRule): Parameters<typeof judge>[3] {
  const { whole = false, count = false, min = "", max = "", bounds = "", unit = "" } = rule;
  return { whole, count, min, max, bounds, unit };
}
