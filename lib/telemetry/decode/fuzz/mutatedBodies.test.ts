import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BodyError } from "../bodyError.ts";
import { pumpBody } from "../bodyStream.ts";
import { DECODERS, type FuzzedDecoder, type Told } from "./decodersForTests.ts";
import { realBodies } from "./realBodiesForTests.ts";

/** `npm run fuzz -- --seed N --runs M` sets both. */
const SEED = Number(process.env["BALLAST_FUZZ_SEED"] ?? 1);
const RUNS = Number(process.env["BALLAST_FUZZ_RUNS"] ?? 60);

const BODIES = realBodies();
const LIMIT_BYTES = 4_000_000;

const encodings = {
  none: (bytes: Uint8Array) => bytes,
  gzip: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)),
  zstd: (bytes: Uint8Array) => new Uint8Array(zstdCompressSync(bytes)),
} as const;
type Encoding = keyof typeof encodings;

/** What is put into a body: marks of every form, numbers that are none, names that mean something to JavaScript. */
const TOKENS = [
  ...[
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    "\r",
    "\0",
    "\ufeff",
    "\\u0000",
    "\\ud800",
    '""',
    "null",
  ],
  ...["1e999", "-0", "NaN", "-1", "00", "9".repeat(400), "[".repeat(5_000), '"'.repeat(999), "{}".repeat(99)],
  ...['"__proto__":{"polluted":1},', '"constructor":{"prototype":{"polluted":1}},', "x".repeat(70_000)],
].map((text) => new TextEncoder().encode(text));

type Mutation = (bytes: Uint8Array) => Uint8Array;
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(7)).map(
    ([at, bit]): Mutation =>
      (bytes) => {
        const place = at % Math.max(1, bytes.length);
        return bytes.length === 0 ? bytes : bytes.with(place, (bytes[place] ?? 0) ^ (1 << bit));
      },
  ),
  fc.nat().map(
    (at): Mutation =>
      (bytes) =>
        bytes.slice(0, at % (bytes.length + 1)),
  ),
  fc.tuple(fc.nat(), fc.constantFrom(...TOKENS)).map(
    ([at, token]): Mutation =>
      (bytes) => {
        const place = at % (bytes.length + 1);
        return joined(bytes.subarray(0, place), token, bytes.subarray(place));
      },
  ),
  // A piece of another body, of another form too, in place of one of this.
  fc
    .record({
      other: fc.constantFrom(...BODIES.values()),
      from: fc.nat(),
      length: fc.nat(5_000),
      at: fc.nat(),
    })
    .map(
      ({ other, from, length, at }): Mutation =>
        (bytes) => {
          const [start, place] = [from % other.length, at % (bytes.length + 1)];
          return joined(
            bytes.subarray(0, place),
            other.subarray(start, start + length),
            bytes.subarray(place + length),
          );
        },
    ),
  fc.tuple(fc.nat(), fc.nat(300)).map(
    ([at, times]): Mutation =>
      (bytes) => {
        const place = at % (bytes.length + 1);
        const piece = bytes.subarray(place, place + 200);
        return joined(
          bytes.subarray(0, place),
          ...Array.from({ length: times }, () => piece),
          bytes.subarray(place),
        );
      },
  ),
);

const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });
const none = fc.constant<Mutation[]>([]);
const chunkSizes = fc.constantFrom(17, 1_000, 65_536);

/** Feeds a body as a request would; gives the status it is answered, 200 = read to its end. Anything else thrown is a fault. */
async function statusOf(
  decoder: FuzzedDecoder,
  { bytes, encoding, chunkBytes }: { bytes: Uint8Array; encoding: Encoding; chunkBytes: number },
  told: Told,
): Promise<number> {
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + chunkBytes));
      at += chunkBytes;
    },
  });
  try {
    const open = decoder.open(told);
    const contentEncoding = encoding === "none" ? null : encoding;
    await pumpBody(body, open, { contentEncoding, contentLength: null, maxDecodedBytes: LIMIT_BYTES });
    open.end();
    return 200;
  } catch (error) {
    if (error instanceof BodyError) return error.status;
    throw error;
  }
}

test.each(DECODERS.map((decoder) => [decoder.name, decoder] as const))(
  "%s: a real body with anything done to it, before or after its encoding, is read or refused",
  async (name, decoder) => {
    const real = BODIES.get(name) ?? new Uint8Array();
    const seen = new Set<number>();
    const cases = fc.record({
      before: fc.oneof(mutations, none),
      after: fc.oneof(none, mutations),
      encoding: fc.constantFrom<Encoding>("none", "none", "gzip", "zstd"),
      chunkBytes: chunkSizes,
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ before, after, encoding, chunkBytes }) => {
        const plain = before.reduce<Uint8Array>((bytes, change) => change(bytes), real);
        const bytes = after.reduce<Uint8Array>((sent, change) => change(sent), encodings[encoding](plain));
        const told = { rows: 0, problems: 0 };
        seen.add(await statusOf(decoder, { bytes, encoding, chunkBytes }, told));
        // No more is made of a body than it has bytes, whatever it says of itself.
        const most = encoding === "none" ? bytes.length : LIMIT_BYTES;
        expect(told.rows + told.problems).toBeLessThanOrEqual(most + 1);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    expect(seen.size).toBeGreaterThan(1);
    expect({}).not.toHaveProperty("polluted");
  },
);

test("each real body, left as it is, is read without a fault: what is mutated is what senders send", async () => {
  for (const decoder of DECODERS)
    for (const encoding of ["none", "gzip", "zstd"] as const) {
      const told = { rows: 0, problems: 0 };
      const bytes = encodings[encoding](BODIES.get(decoder.name) ?? new Uint8Array());
      const status = await statusOf(decoder, { bytes, encoding, chunkBytes: 1_000 }, told);
      expect([decoder.name, status, told.problems, told.rows > 0]).toEqual([decoder.name, 200, 0, true]);
    }
});
