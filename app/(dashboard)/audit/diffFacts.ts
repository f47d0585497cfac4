import { formatUtcSecond } from "#lib/charts/formatTime.ts";

/** One fact that changed. `path` is empty for a thing that is a bare value; null = there was, or is, no such fact. */
export interface FactChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Only what differs between two records of a thing, in the order of the later one, what is gone last. A record of null is
 * that of a thing that is not there: against it every fact is a change.
 */
export function diffFacts(before: unknown, after: unknown): FactChange[] {
  const was = factsOf(before);
  const is = factsOf(after);
  const paths = [...is.keys(), ...[...was.keys()].filter((path) => !is.has(path))];
  return paths
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter((change) => change.before !== change.after);
}

/** Every fact of both records, exactly as stored, what differs marked. */
export interface FactPair extends FactChange {
  readonly isChanged: boolean;
}

export function pairFacts(before: unknown, after: unknown): FactPair[] {
  const was = factsOf(before, (_, value) => JSON.stringify(value));
  const is = factsOf(after, (_, value) => JSON.stringify(value));
  const paths = [...is.keys(), ...[...was.keys()].filter((path) => !is.has(path))];
  return paths.map((path) => {
    const pair = { path, before: was.get(path) ?? null, after: is.get(path) ?? null };
    return { ...pair, isChanged: pair.before !== pair.after };
  });
}

type Leaf = string | number | boolean | null;

/** The leaves of a record by their path: `thresholds.hot`. A list of plain values is one fact. */
function factsOf(
  record: unknown,
  write: (path: string, value: Leaf | readonly Leaf[]) => string = formatFact,
): Map<string, string> {
  const facts = new Map<string, string>();
  const visit = (path: string, value: unknown) => {
    if (isLeaf(value) || (Array.isArray(value) && value.every(isLeaf))) {
      facts.set(path, write(path, value));
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const entries = Array.isArray(value)
      ? value.map((one, index) => [`#${index + 1}`, one] as const)
      : Object.entries(value);
    for (const [key, one] of entries) visit(path === "" ? key : `${path}.${key}`, one);
  };
  if (record !== null && record !== undefined) visit("", record);
  return facts;
}

function isLeaf(value: unknown): value is Leaf {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
/** Facts of this name that are whole numbers of this size are epoch milliseconds. */
const TIME_NAME = /(^|\.)(at|from|to|until|[a-z]+At)$/;
const EARLIEST_EPOCH_MS = 1e11;
const LATEST_EPOCH_MS = 8.64e15;

/** A fact in plain words: `yes`, `none`, `2026-11-21 14:32:10 UTC`, `a, b`. Numbers keep every digit they have. */
export function formatFact(path: string, value: Leaf | readonly Leaf[]): string {
  if (Array.isArray(value))
    return value.length === 0 ? "empty" : value.map((one) => formatFact(path, one)).join(", ");
  if (value === null) return "none";
  if (value === true) return "yes";
  if (value === false) return "no";
  if (value === "") return "empty";
  if (typeof value === "number") {
    const isEpochMs = Number.isInteger(value) && value > EARLIEST_EPOCH_MS && value <= LATEST_EPOCH_MS;
    return isEpochMs && TIME_NAME.test(path) ? formatInstant(value) : String(value).replace("-", "\u2212");
  }
  const text = String(value);
  const epochMs = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(epochMs) ? text : formatInstant(epochMs);
}

function formatInstant(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 10)} ${formatUtcSecond(epochMs)} UTC`;
}

/** A path as it is read: `min instances`, `signals #2 kind`. Words that carry figures stay as they are: `P95`. */
export function labelOfPath(path: string): string {
  return path
    .split(".")
    .map((part) =>
      part.replace(
        /([a-z])([A-Z])([a-z]?)/g,
        (_, end: string, start: string, next: string) =>
          `${end} ${next === "" ? start : start.toLowerCase()}${next}`,
      ),
    )
    .join(" ");
}
