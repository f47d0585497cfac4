import { type HashedEvent, hashOfEvent } from "./eventHash.ts";

/** A row of the audit as the database writes it out: every column as text, so that nothing is rounded on its way. */
export interface StoredEvent {
  readonly id: string;
  /** ISO, UTC, microseconds. */
  readonly at: string | null;
  readonly actor: string;
  readonly actor_role: string;
  readonly action: string;
  readonly thing: string;
  readonly thing_name: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly reason: string | null;
  readonly request_id: string | null;
  readonly context: string | null;
  readonly prev_hash: string | null;
  readonly hash: string | null;
}

/**
 * The hash that a row would have been stored with, were it stored as it is now; null when the application cannot have
 * stored it so: a number that is none of ECMAScript's, a JSON null where there is nothing, a time between milliseconds.
 */
export function hashOfStored(row: StoredEvent): string | null {
  const json = [row.before, row.after, row.context];
  if (row.prev_hash === null || json.some((text) => text === "null")) return null;
  if (!json.every((text) => text === null || hasExactNumbers(text))) return null;
  return hashOfEvent({ ...toHashedEvent(row), prevHash: row.prev_hash });
}

/** A row without its place in the chain. */
export function toHashedEvent(row: StoredEvent): Omit<HashedEvent, "prevHash"> {
  return {
    id: row.id,
    // Of microseconds that are not whole milliseconds the text stays longer than any that was hashed.
    at: (row.at ?? "").replace(/000Z$/, "Z"),
    actor: row.actor,
    actorRole: row.actor_role,
    action: row.action,
    thing: row.thing,
    thingName: row.thing_name,
    before: parseStored(row.before),
    after: parseStored(row.after),
    reason: row.reason,
    requestId: row.request_id,
    context: parseStored(row.context),
  };
}

function parseStored(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?/g;

/**
 * Whether every number in a text of PostgreSQL's jsonb is written as it would be after coming from ECMAScript. jsonb keeps
 * digits that a double does not hold: 40.0, or 1 and a trillionth, would be read as the same value.
 */
function hasExactNumbers(text: string): boolean {
  for (const [token] of text.matchAll(STRING_OR_NUMBER))
    if (!token.startsWith('"') && plainDecimal(Number(token)) !== token) return false;
  return true;
}

/** The shortest decimal of a double, written without an exponent, as jsonb does: 1e-7 is 0.0000001. */
export function plainDecimal(value: number): string {
  const [mantissa = "", exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const places = Number(exponent);
  if (places < 0) return `${sign}0.${"0".repeat(-places - whole.length)}${whole}${fraction}`;
  return `${sign}${whole}${fraction.padEnd(places, "0")}`;
}
