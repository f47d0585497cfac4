import { groupsOf, Pieces } from "../core/index.ts";
import { Written } from "./written.ts";

/** Elements of a list that are written at once. */
const ELEMENTS_AT_ONCE = 128;
/** Lists stand in the answer itself, or in what it holds: deeper than so they are short. */
const DEPTH = 3;

/** An answer's JSON as `JSON.stringify` writes it, in pieces: requests that wait get their turn between two. */
export async function writeJsonInPieces(answer: unknown, pieces = new Pieces()): Promise<string> {
  const parts: string[] = [];
  for (const part of jsonParts(answer, DEPTH)) {
    parts.push(part);
    await pieces.next();
  }
  return parts.join("");
}

/** The same for a handler that answers in a form of its own choice. */
export async function writtenJson(answer: unknown): Promise<Written> {
  return new Written({ parts: [Buffer.from(await writeJsonInPieces(answer))] });
}

/** Put together they are the text; none of them is much work. */
function* jsonParts(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || !isOpened(value)) yield textOf(value);
  else if (!Array.isArray(value)) yield* partsOfObject(value, depth);
  else if (value.length > ELEMENTS_AT_ONCE) yield* partsOfList(value);
  else {
    yield "[";
    for (const [at, element] of value.entries()) {
      if (at > 0) yield ",";
      yield* jsonParts(element, depth - 1);
    }
    yield "]";
  }
}

function* partsOfList(list: readonly unknown[]): Generator<string> {
  let before = "[";
  for (const some of groupsOf(list, ELEMENTS_AT_ONCE)) {
    yield before + JSON.stringify(some).slice(1, -1);
    before = ",";
  }
  yield "]";
}

function* partsOfObject(value: object, depth: number): Generator<string> {
  let before = "{";
  for (const [name, field] of Object.entries(value)) {
    if (HAVE_NO_JSON.has(typeof field)) continue;
    yield `${before}${JSON.stringify(name)}:`;
    yield* jsonParts(field, depth - 1);
    before = ",";
  }
  yield before === "{" ? "{}" : "}";
}

/** Fields of these kinds are left out. */
const HAVE_NO_JSON = new Set(["undefined", "function", "symbol"]);

/** Lists and plain records; what says itself how it is written is not opened. */
function isOpened(value: unknown): value is object {
  if (typeof value !== "object" || value === null || "toJSON" in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

/** As it stands in a list: what has no JSON is null there. */
function textOf(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}
