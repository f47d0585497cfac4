/** Part of a regular expression, as far as it can be matched in one pass over a text. */
export type PatternNode =
  | { readonly kind: "one"; readonly source: string }
  | { readonly kind: "edge"; readonly at: "start" | "end" }
  | { readonly kind: "group"; readonly number: number | null; readonly inner: PatternNode }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  | {
      readonly kind: "repeat";
      readonly inner: PatternNode;
      readonly least: number;
      readonly most: number;
      readonly isLazy: boolean;
    };

/** What looks ahead or back, and what depends on an earlier group: no single pass tells it. */
const BEYOND = /^\((?:\?(?!:|<[^=!]))|^\\(?:[1-9bBk])/;
/** One character: a class, an escape, or itself. */
const ONE =
  /^(?:\[(?:\\.|[^\]\\])*\]|\\u\{[0-9a-f]+\}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\p\{[^}]*\}|\\c[a-z]|\\.|.)/isu;
const QUANTIFIER = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})(\??)/;

/**
 * The parts of a regular expression that is one for JavaScript, with the flag `u`; null where it looks ahead or back, or names an
 * earlier group: such ones RE2 does not know either.
 */
export function parsePattern(pattern: string): PatternNode | null {
  const reading: Reading = { rest: pattern, groups: 0, isBeyond: false };
  const node = readChoice(reading);
  return reading.isBeyond || reading.rest !== "" ? null : node;
}

interface Reading {
  rest: string;
  groups: number;
  isBeyond: boolean;
}

function readChoice(reading: Reading): PatternNode {
  const options = [readSequence(reading)];
  while (take(reading, /^\|/) !== null) options.push(readSequence(reading));
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
}

function readSequence(reading: Reading): PatternNode {
  const parts: PatternNode[] = [];
  while (reading.rest !== "" && !/^[|)]/.test(reading.rest) && !reading.isBeyond) {
    const inner = readPart(reading);
    const quantifier = take(reading, QUANTIFIER);
    parts.push(quantifier === null ? inner : { kind: "repeat", inner, ...timesOf(quantifier) });
  }
  return { kind: "sequence", parts };
}

function readPart(reading: Reading): PatternNode {
  if (BEYOND.test(reading.rest)) reading.isBeyond = true;
  const opening = take(reading, /^\((\?:|\?<[^>]+>)?/);
  if (opening !== null) {
    const number = opening[1] === "?:" ? null : ++reading.groups;
    const inner = readChoice(reading);
    take(reading, /^\)/);
    return { kind: "group", number, inner };
  }
  if (take(reading, /^\^/) !== null) return { kind: "edge", at: "start" };
  if (take(reading, /^\$/) !== null) return { kind: "edge", at: "end" };
  return { kind: "one", source: take(reading, ONE)?.[0] ?? "" };
}

function timesOf([, sign, least, comma, most, lazy]: RegExpExecArray) {
  const isLazy = lazy === "?";
  if (sign === "*") return { least: 0, most: Number.POSITIVE_INFINITY, isLazy };
  if (sign === "+") return { least: 1, most: Number.POSITIVE_INFINITY, isLazy };
  if (sign === "?") return { least: 0, most: 1, isLazy };
  const from = Number(least);
  const open = most === "" ? Number.POSITIVE_INFINITY : Number(most);
  return { least: from, most: comma === "" ? from : open, isLazy };
}

function take(reading: Reading, what: RegExp): RegExpExecArray | null {
  const found = what.exec(reading.rest);
  if (found !== null) reading.rest = reading.rest.slice(found[0].length);
  return found;
}
