import fc from "fast-check";
import { expect, test } from "vitest";
import { CHUNK_RECORDS, CountedRecords, chunkOf, type StoredChunk } from "./countedRecords.ts";

const LOG_RECORDS = 3 * CHUNK_RECORDS;

interface Piece {
  readonly from: number;
  readonly to: number;
  /** One record in so many is refused; 0 = none. */
  readonly refusedEvery: number;
}

const pieces = fc.array(
  fc.record({
    from: fc.nat({ max: LOG_RECORDS - 1 }),
    length: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: LOG_RECORDS })),
    refusedEvery: fc.constantFrom(0, 0, 2, 7, 5_000),
  }),
  { minLength: 1, maxLength: 8 },
);

/** A log's rows, as they lie between two pieces. */
class Stored {
  position = 0;
  readonly chunks = new Map<number, Uint8Array>();

  /** Counts a piece as a process does that knows nothing but the rows of its own records. */
  take({ from, to, refusedEvery }: Piece): number[] {
    const asked = new Set([chunkOf(this.position)]);
    for (let chunk = chunkOf(from); chunk <= chunkOf(to); chunk++) asked.add(chunk);
    const rows = [...this.chunks].filter(([chunk]) => asked.has(chunk));
    const counted = new CountedRecords(
      this.position,
      rows.map(([chunk, bits]): StoredChunk => ({ chunk, counted: bits })),
    );
    const news: number[] = [];
    for (let record = from; record < to; record++) {
      if (refusedEvery > 0 && record % refusedEvery === 0) continue;
      if (!counted.has(record)) news.push(record);
      counted.add(record);
    }
    counted.advance();
    for (const { chunk, counted: bits } of counted.changed()) this.chunks.set(chunk, bits);
    for (const chunk of [...this.chunks.keys()])
      if (chunk < chunkOf(counted.position)) this.chunks.delete(chunk);
    this.position = counted.position;
    return news;
  }
}

test("of pieces in any order, with any overlap and any records refused, each record is counted the first time it is not refused", () => {
  fc.assert(
    fc.property(pieces, (drawn) => {
      const stored = new Stored();
      const known = new Set<number>();
      for (const { from, length, refusedEvery } of drawn) {
        const piece = { from, to: Math.min(LOG_RECORDS, from + length), refusedEvery };
        const expected: number[] = [];
        for (let record = piece.from; record < piece.to; record++) {
          if ((refusedEvery > 0 && record % refusedEvery === 0) || known.has(record)) continue;
          known.add(record);
          expected.push(record);
        }
        expect(stored.take(piece)).toEqual(expected);
      }
    }),
    { numRuns: 50 },
  );
});

test("a log that comes in order leaves one row behind; where something was refused, a row for its part and none but empty ones after it", () => {
  const stored = new Stored();
  for (let from = 0; from < LOG_RECORDS - 1_000; from += 1_000)
    stored.take({ from, to: from + 1_000, refusedEvery: 0 });
  expect([stored.position, [...stored.chunks.keys()]]).toEqual([2 * CHUNK_RECORDS, [2]]);
  const holed = new Stored();
  holed.take({ from: 0, to: LOG_RECORDS, refusedEvery: 5_000_000 });
  expect(holed.position).toBe(0);
  expect([...holed.chunks].map(([chunk, bits]) => [chunk, bits.length])).toEqual([
    [0, CHUNK_RECORDS / 8],
    [1, 0],
    [2, 0],
  ]);
});
