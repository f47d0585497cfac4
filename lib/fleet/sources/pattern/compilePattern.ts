import { type PatternNode, parsePattern } from "./parsePattern.ts";

/** A pattern made ready: its groups where it is the whole of a text, the text itself being the first; null where it is not. */
export type WholeMatch = (text: string) => readonly (string | undefined)[] | null;

type Step =
  | { readonly kind: "one"; readonly takes: (character: string) => boolean }
  | { readonly kind: "edge"; readonly at: "start" | "end" }
  | { readonly kind: "fork"; first: number; second: number }
  | { readonly kind: "jump"; to: number }
  | { readonly kind: "save"; readonly slot: number };

/** More steps come of repetitions within repetitions, and are no name of anything. */
const MOST_STEPS = 1_000;
/** Labels of a series may be longer; no name is. */
const LONGEST_TEXT = 2_000;

/**
 * Matches from end to end, as a relabel rule of Prometheus does, and as RE2 does in time that grows with the text and the pattern
 * alone: all ways to go on are followed at once, where JavaScript's own would try one after the other, at worst for ever.
 * Null where the pattern looks ahead or back, names an earlier group, or comes to too much.
 */
export function compilePattern(pattern: string): WholeMatch | null {
  if (pattern === ANYTHING) return matchAnything;
  const node = parsePattern(pattern);
  if (node === null) return null;
  const steps: Step[] = [];
  if (!emit(steps, node)) return null;
  return (text) => (text.length > LONGEST_TEXT ? null : run(steps, text));
}

/** What nearly every rule has, and what every label of every series is held against: it needs no steps. */
const ANYTHING = "(.+)";

function matchAnything(text: string): readonly string[] | null {
  return text === "" || text.length > LONGEST_TEXT || /[\n\r\u2028\u2029]/.test(text) ? null : [text, text];
}

/** False where it comes to too much. */
function emit(steps: Step[], node: PatternNode): boolean {
  if (steps.length > MOST_STEPS) return false;
  switch (node.kind) {
    case "one":
      return steps.push({ kind: "one", takes: takerOf(node.source) }) > 0;
    case "edge":
      return steps.push(node) > 0;
    case "group": {
      if (node.number === null) return emit(steps, node.inner);
      steps.push({ kind: "save", slot: 2 * node.number });
      const isDone = emit(steps, node.inner);
      steps.push({ kind: "save", slot: 2 * node.number + 1 });
      return isDone;
    }
    case "sequence":
      return node.parts.every((part) => emit(steps, part));
    case "choice":
      return emitChoice(steps, node.options);
    case "repeat":
      return emitRepeat(steps, node);
  }
}

function emitChoice(steps: Step[], options: readonly PatternNode[]): boolean {
  const ends: Extract<Step, { kind: "jump" }>[] = [];
  for (const [at, option] of options.entries()) {
    const isLast = at === options.length - 1;
    const fork = { kind: "fork" as const, first: steps.length + 1, second: 0 };
    if (!isLast) steps.push(fork);
    if (!emit(steps, option)) return false;
    if (isLast) continue;
    const end = { kind: "jump" as const, to: 0 };
    ends.push(end);
    steps.push(end);
    fork.second = steps.length;
  }
  for (const end of ends) end.to = steps.length;
  return true;
}

function emitRepeat(steps: Step[], node: Extract<PatternNode, { kind: "repeat" }>): boolean {
  const { inner, least, most, isLazy } = node;
  if (least > MOST_STEPS || (most !== Number.POSITIVE_INFINITY && most > MOST_STEPS)) return false;
  for (let time = 0; time < least; time++) if (!emit(steps, inner)) return false;
  const skips: Extract<Step, { kind: "fork" }>[] = [];
  const isOpen = most === Number.POSITIVE_INFINITY;
  for (let time = least; time < (isOpen ? least + 1 : most); time++) {
    const fork = { kind: "fork" as const, first: 0, second: 0 };
    skips.push(fork);
    steps.push(fork);
    const start = steps.length;
    if (!emit(steps, inner)) return false;
    if (isOpen) steps.push({ kind: "jump", to: start - 1 });
    if (isLazy) fork.second = start;
    else fork.first = start;
  }
  for (const fork of skips)
    if (isLazy) fork.first = steps.length;
    else fork.second = steps.length;
  return steps.length <= MOST_STEPS;
}

/** What one character is, JavaScript says itself: a pattern of one character has nothing to try again. */
function takerOf(source: string): (character: string) => boolean {
  const pattern = new RegExp(`^${source}$`, "u");
  return (character) => pattern.test(character);
}

/** One way through the steps, and where its groups began and ended. */
interface Way {
  readonly step: number;
  readonly saved: readonly number[];
}

function run(steps: readonly Step[], text: string): readonly (string | undefined)[] | null {
  let ways: Way[] = [];
  follow(steps, { ways, seen: new Set(), at: 0, length: text.length }, { step: 0, saved: [] });
  let at = 0;
  for (const character of text) {
    const next = {
      ways: [] as Way[],
      seen: new Set<number>(),
      at: at + character.length,
      length: text.length,
    };
    for (const { step, saved } of ways) {
      const one = steps[step];
      if (one?.kind === "one" && one.takes(character)) follow(steps, next, { step: step + 1, saved });
    }
    ways = next.ways;
    at = next.at;
    if (ways.length === 0) return null;
  }
  // The first to come to the end is the one that the pattern prefers.
  const found = ways.find(({ step }) => step === steps.length);
  return found === undefined ? null : groupsOf(found.saved, text);
}

interface Front {
  readonly ways: Way[];
  readonly seen: Set<number>;
  readonly at: number;
  readonly length: number;
}

/** Goes on without taking a character, in the order that the pattern prefers; of two ways to one step the first counts. */
function follow(steps: readonly Step[], front: Front, first: Way): void {
  const open: Way[] = [first];
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    const { step, saved } = way;
    if (front.seen.has(step)) continue;
    front.seen.add(step);
    const one = steps[step];
    if (one === undefined || one.kind === "one") front.ways.push(way);
    else if (one.kind === "jump") open.push({ step: one.to, saved });
    else if (one.kind === "fork") open.push({ step: one.second, saved }, { step: one.first, saved });
    else if (one.kind === "save") {
      const own = [...saved];
      own[one.slot] = front.at;
      open.push({ step: step + 1, saved: own });
    } else if (front.at === (one.at === "start" ? 0 : front.length)) open.push({ step: step + 1, saved });
  }
}

function groupsOf(saved: readonly number[], text: string): readonly (string | undefined)[] {
  const groups: (string | undefined)[] = [text];
  for (let slot = 2; slot < saved.length; slot += 2) {
    const [start, end] = [saved[slot], saved[slot + 1]];
    groups.push(start === undefined || end === undefined ? undefined : text.slice(start, end));
  }
  return groups;
}
