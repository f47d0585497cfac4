import { gzipSync } from "node:zlib";
import fc from "fast-check";

/** Texts that have broken somebody's software before: each for a reason of its own. */
const HOSTILE_TEXTS = [
  "\u0000",
  "a\u0000b",
  "\ud800",
  "x\udc00y",
  "\u202egnp.exe",
  "\u200b",
  "\ufeff",
  "e\u0301",
  "=1+1",
  "-1",
  "1e400",
  "NaN",
  "Infinity",
  "null",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "'; drop table region; --",
  "%00",
  "%",
  "_",
  "\\",
  "../../etc/passwd",
  "<script>alert(1)</script>",
  "9".repeat(30),
  "2147483648",
  "9223372036854775808",
  "99999-12-31T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "2026-02-30T00:00:00Z",
  "\r\nx: y",
  "😀".repeat(50),
  "x".repeat(5_000),
];

export const hostileText: fc.Arbitrary<string> = fc.constantFrom(...HOSTILE_TEXTS);

/** Stands in a body for a number that JSON can write and no number can hold. */
const TOO_GREAT = "a number beyond all";

const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

/** What is put in place of any part of a value. */
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(
    ...[null, true, "", [], {}, [[]], [null], { a: 1 }, { prototype: { a: 1 } }, TOO_GREAT, nested(50)],
    ...[-1, 0, 0.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 63), 1e15, 8.64e15 + 1],
  ),
  fc.array(fc.constant(0), { minLength: 2_000, maxLength: 2_001 }),
);

/** Names that are properties of everything in JavaScript, or of nothing. */
const HOSTILE_KEYS = ["__proto__", "constructor", "prototype", "toString", "", "\u0000", "unknown", "$ref"];

type Breaking = (value: unknown) => unknown;

/** Replaces one part of a value, leaves one out, or adds one: `at` chooses which. */
const breaking: fc.Arbitrary<Breaking> = fc
  .record({ at: fc.nat(), key: fc.constantFrom(...HOSTILE_KEYS), by: hostileValue, deed: fc.nat(5) })
  .map(
    ({ at, key, by, deed }): Breaking =>
      (value) => {
        const places = placesOf(value);
        const place = places[at % places.length] ?? [];
        return edit(value, place, (part) => {
          if (deed === 0) return undefined;
          if (deed === 1 && isRecord(part))
            return Object.defineProperty({ ...part }, key, { value: by, enumerable: true });
          return by;
        });
      },
  );

/** A value of the right form in which one to three things are wrong. */
export function brokenValue(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(valid, fc.array(breaking, { minLength: 1, maxLength: 3 }))
    .map(([value, breakings]) => breakings.reduce((part, one) => one(part), value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function placesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null || path.length > 8) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => placesOf(part, [...path, key]))];
}

function edit(value: unknown, [key, ...rest]: readonly string[], change: Breaking): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    const parts = value.map((part, index) => (String(index) === key ? edit(part, rest, change) : part));
    return parts.filter((part) => part !== undefined);
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(
    ([name, part]) => [name, name === key ? edit(part, rest, change) : part] as const,
  );
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}

/** As JSON, with what JSON.stringify cannot write. */
export function jsonText(value: unknown): string {
  return (JSON.stringify(value) ?? "").replaceAll(`"${TOO_GREAT}"`, "1e999");
}

const PROTOTYPE_KEYS = `"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}`;

/** A JSON body in each of whose objects stand the names by which prototypes are reached. */
export function withPrototypeKeys(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder().decode(bytes);
  if (!text.startsWith("{")) return bytes;
  // A brace within a text is as good: it makes the text another one, or the body no JSON.
  const more = text.replaceAll("{", `{${PROTOTYPE_KEYS},`).replaceAll(",}", "}");
  return new Uint8Array(new TextEncoder().encode(more));
}

export interface SentBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat(parts));

/** Ways in which a body goes wrong as bytes, whatever it says. */
export const spoiling: fc.Arbitrary<(body: SentBody) => SentBody> = fc.oneof(
  fc.nat().map((at) => ({ bytes, headers }: SentBody) => ({
    bytes: bytes.slice(0, at % (bytes.length + 1)),
    headers,
  })),
  fc.tuple(fc.nat(), fc.nat(7)).map(([at, bit]) => ({ bytes, headers }: SentBody) => ({
    bytes: bytes.map((byte, index) => (index === at % bytes.length ? byte ^ (1 << bit) : byte)),
    headers,
  })),
  fc.constantFrom<(body: SentBody) => SentBody>(
    ({ bytes, headers }) => ({ bytes: joined(bytes, bytes), headers }),
    ({ bytes, headers }) => ({ bytes: joined(utf8("\ufeff"), bytes), headers }),
    ({ bytes, headers }) => ({ bytes: joined(bytes, Uint8Array.of(0xff, 0xfe)), headers }),
    ({ bytes, headers }) => ({ bytes: joined(bytes, Uint8Array.of(0)), headers }),
    ({ headers }) => ({ bytes: utf8("[".repeat(100_000)), headers }),
    ({ headers }) => ({ bytes: utf8(`{"a":1,"a":2,"__proto__":{"polluted":true}}`), headers }),
    ({ headers }) => ({ bytes: utf8(""), headers }),
    ({ bytes, headers }) => ({ bytes, headers: { ...headers, "content-type": "text/plain" } }),
    ({ bytes, headers }) => ({
      bytes,
      headers: { ...headers, "content-type": "application/json;charset=x" },
    }),
    ({ bytes, headers }) => ({ bytes, headers: { ...headers, "content-type": "text/csv" } }),
    ({ bytes, headers }) => ({ bytes, headers: { ...headers, "content-encoding": "gzip" } }),
    ({ bytes, headers }) => ({ bytes, headers: { ...headers, "content-encoding": "br" } }),
    ({ bytes, headers }) => ({ bytes, headers: { ...headers, "content-length": "1000000000000" } }),
    ({ bytes, headers }) => ({ bytes, headers: { ...headers, "content-length": "-1" } }),
    ({ bytes, headers }) => {
      const packed = gzipSync(bytes);
      return {
        bytes: new Uint8Array(packed.subarray(0, packed.length - 5)),
        headers: { ...headers, "content-encoding": "gzip" },
      };
    },
    ({ headers }) => ({
      bytes: new Uint8Array(gzipSync(Buffer.alloc(4_000_000, " "))),
      headers: { ...headers, "content-encoding": "gzip" },
    }),
  ),
);
