/** The rules for one cell, the same as the server's; the server has the last word. */

import { absolute, exactOrNull, isWhole, read, times, written, type Exact, type Notation } from "./numbers";

export interface Rules {
  readonly whole: boolean;
  readonly count: boolean;
  readonly min: string;
  readonly max: string;
  readonly bounds: string;
  readonly unit: string;
}

export interface Facts extends Notation {
  readonly draft: string;
  readonly jump: number;
  readonly small: number;
  readonly columns: readonly Rules[];
  readonly words: Readonly<Record<string, string>>;
}

export interface Verdict {
  readonly kind: "" | "error" | "doubt";
  readonly sentence: string;
  readonly value: Exact | null;
}

/** Returns a sentence with what stands in braces filled in. */
export function say(
  words: Facts["words"],
  name: string,
  facts: Readonly<Record<string, string | number>> = {},
): string {
  return (words[name] ?? "").replace(/\{(\w+)\}/g, (_all, key: string) => String(facts[key] ?? ""));
}

/** Returns what is wrong or doubtful about the text of a cell. recorded: what is recorded there now, usual: its median. */
export function judge(text: string, recorded: string, usual: string, rules: Rules, facts: Facts): Verdict {
  const { words } = facts;
  const wrong = (name: string, more: Readonly<Record<string, string>> = {}, value: Exact | null = null): Verdict => ({
    kind: "error",
    sentence: say(words, name, { text: text.trim(), ...more }),
    value,
  });
  const found = read(text, rules.whole);
  switch (found.kind) {
    case "empty":
      return { kind: recorded ? "doubt" : "", sentence: recorded ? say(words, "emptied") : "", value: null };
    case "none":
      return wrong("notANumber");
    case "digits":
      return wrong("digits");
    case "ambiguous": {
      const small = found.small.replace(".", facts.decimal);
      return wrong("ambiguous", { large: found.large, small: `${small}0` });
    }
    case "number":
  }
  const { value } = found;
  if (rules.count && !isWhole(value)) return wrong("notWhole");
  const [least, most] = [exactOrNull(rules.min), exactOrNull(rules.max)];
  if ((least !== null && value < least) || (most !== null && value > most)) {
    return wrong("outside", { bounds: rules.bounds }, value);
  }
  const median = exactOrNull(usual);
  if (text.trim() !== recorded && leaps(value, median, rules, facts)) {
    const said = {
      text: written(value, facts),
      times: times(value, median ?? 1n, facts),
      median: written(median ?? 0n, facts),
    };
    return { kind: "doubt", sentence: say(words, "leap", said), value };
  }
  return { kind: "", sentence: "", value };
}

function leaps(value: Exact, median: Exact | null, rules: Rules, facts: Facts): boolean {
  if (median === null || median === 0n) return false;
  const [size, step] = [absolute(value), BigInt(facts.jump)];
  if (size * step >= median && size <= median * step) return false;
  return !(rules.count && absolute(size - median) < BigInt(facts.small) * 1_000_000n);
}
