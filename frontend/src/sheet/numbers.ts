/** Exact numbers of a sheet: read in Indonesian or English notation as the server does, added, and written. */

/** Millionths, so that six decimals are whole and sums are exact. */
export type Exact = bigint;

export interface Notation {
  readonly decimal: string;
  readonly thousands: string;
}

export type Reading =
  | { readonly kind: "empty" }
  | { readonly kind: "number"; readonly value: Exact }
  | { readonly kind: "ambiguous"; readonly small: string; readonly large: string }
  | { readonly kind: "digits" }
  | { readonly kind: "none" };

const SCALE = 1_000_000n;
const DECIMALS = 6;
const DIGITS = 15;
const GROUPED = /^[1-9]\d{0,2}(?:\.\d{3}(?:\.\d{3})*|,\d{3}(?:,\d{3})*)$/;
const PLAIN = /^(?:\d*[.,]?\d+|\d+[.,])$/;

/** A number without what may stand around it: its sign and its digits with their marks. */
export interface Bare {
  readonly sign: string;
  readonly digits: string;
}

export function bare(text: string): Bare {
  let left = text
    .replace(/[\s\u00a0\u202f']/g, "")
    .replaceAll("−", "-")
    .replace(/%$/, "");
  left = left.replace(/^([+-]?)(?:Rp|IDR)\.?/i, "$1").replace(/,-$/, "");
  return /^[+-]/.test(left) ? { sign: left.slice(0, 1), digits: left.slice(1) } : { sign: "", digits: left };
}

/** Returns which mark begins the decimals: "" for none, null for no number, "?" when either is possible. */
export function decimalMark(digits: string, whole: boolean): "." | "," | "" | "?" | null {
  if (/^\d+$/.test(digits)) return "";
  if (digits.includes(".") && digits.includes(",")) {
    const mark = digits.lastIndexOf(".") > digits.lastIndexOf(",") ? "." : ",";
    const cut = digits.lastIndexOf(mark);
    return GROUPED.test(digits.slice(0, cut)) && /^\d+$/.test(digits.slice(cut + 1)) ? mark : null;
  }
  if (GROUPED.test(digits)) {
    return whole || (digits.match(/[.,]/g)?.length ?? 0) > 1 ? "" : "?";
  }
  if (!PLAIN.test(digits)) return null;
  return digits.includes(".") ? "." : ",";
}

/** Returns the number as digits with a point before its decimals. */
export function plain({ sign, digits }: Bare, mark: "." | "," | ""): string {
  const thousands = mark === "." ? /,/g : mark === "," ? /\./g : /[.,]/g;
  const number = digits.replace(thousands, "").replace(",", ".");
  return (sign === "-" ? "-" : "") + number;
}

/** Returns what a text says; whole: only whole numbers are possible, which makes 1.234 a thousand. */
export function read(text: string, whole: boolean): Reading {
  if (!text.trim()) return { kind: "empty" };
  const found = bare(text);
  const mark = decimalMark(found.digits, whole);
  if (mark === null) return { kind: "none" };
  if (mark === "?") {
    const only = found.digits.includes(".") ? "." : ",";
    return { kind: "ambiguous", small: plain(found, only), large: plain(found, "") };
  }
  return exact(plain(found, mark));
}

/** Returns the exact number of digits with a point. */
export function exact(text: string): Reading {
  const found = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text);
  const whole = found?.[2] ?? "";
  const decimals = (found?.[3] ?? "").replace(/0+$/, "");
  if (!found || !(whole || found[3])) return { kind: "none" };
  const counted = (whole + decimals).replace(/^0+/, "").length;
  const significant = decimals ? counted : whole.replace(/^0+|0+$/g, "").length;
  if (decimals.length > DECIMALS || significant > DIGITS || whole.replace(/^0+/, "").length > 18) {
    return { kind: "digits" };
  }
  const size = BigInt(whole || "0") * SCALE + BigInt(decimals.padEnd(DECIMALS, "0"));
  return { kind: "number", value: found[1] ? -size : size };
}

export function exactOrNull(text: string): Exact | null {
  const found = exact(text);
  return found.kind === "number" ? found.value : null;
}

function parts(value: Exact): { sign: string; whole: string; decimals: string } {
  const size = value < 0n ? -value : value;
  const decimals = (size % SCALE).toString().padStart(DECIMALS, "0").replace(/0+$/, "");
  return { sign: value < 0n ? "-" : "", whole: (size / SCALE).toString(), decimals };
}

/** Returns the number as it is read: with thousands, and all decimals that say something. */
export function written(value: Exact, notation: Notation): string {
  const { sign, whole, decimals } = parts(value);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, notation.thousands);
  return (sign ? "−" : "") + grouped + (decimals ? notation.decimal + decimals : "");
}

/** Returns the number as a cell shows it for editing: no thousands, and nothing that can be two numbers. */
export function forCell(value: Exact, notation: Notation): string {
  const { sign, whole, decimals } = parts(value);
  const shown = decimals.length === 3 ? `${decimals}0` : decimals;
  return sign + whole + (shown ? notation.decimal + shown : "");
}

export const isWhole = (value: Exact): boolean => value % SCALE === 0n;

export const absolute = (value: Exact): Exact => (value < 0n ? -value : value);

/** Returns how many times one number is another, with two decimals below ten and none above. */
export function times(value: Exact, median: Exact, notation: Notation): string {
  const ratio = (absolute(value) * SCALE) / median;
  const step = ratio >= 10n * SCALE ? SCALE : SCALE / 100n;
  return written(((ratio + step / 2n) / step) * step, notation);
}
