import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CpuBatch } from "./cpuBatch.ts";
import type { FreshCpu, StoredCpu, StoredHour } from "./mergeCpu.ts";
import { mergeInTurn } from "./mergeInTurn.ts";
import type { MinuteRow } from "./minuteRow.ts";

const MINUTE = 29_000_000;

function freshOf(
  samples: readonly { pool: number; minute: number; second: number; slot: number; value: number }[],
): FreshCpu {
  const batch = new CpuBatch();
  for (const sample of samples) batch.add({ ...sample, request: 0 });
  return { batch, ...batch.group() };
}

const batchArbitrary = fc.array(
  fc.record({
    pool: fc.integer({ min: 1, max: 2 }),
    minute: fc.integer({ min: MINUTE, max: MINUTE + 3 }),
    second: fc.constantFrom(0, 0, 30),
    slot: fc.integer({ min: 0, max: 3 }),
    value: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** What stands after the change: the stored rows, those changed replaced. */
function applied(
  stored: StoredCpu,
  change: { minutes: readonly { key: number; row: MinuteRow }[]; hours: ReadonlyMap<number, StoredHour> },
): StoredCpu {
  return {
    minutes: new Map([
      ...stored.minutes,
      ...change.minutes.map(({ key, row }): [number, MinuteRow] => [key, row]),
    ]),
    hours: new Map([...stored.hours, ...change.hours]),
  };
}

const copyOf = (stored: StoredCpu): StoredCpu => structuredClone(stored);

describe("merging batches that share a transaction", () => {
  it("ends, and answers each of them, as transactions of their own would, young bins and old", () => {
    fc.assert(
      fc.property(
        fc.array(batchArbitrary, { minLength: 1, maxLength: 5 }),
        batchArbitrary,
        fc.constantFrom(0, MINUTE + 2),
        (batches, before, youngFrom) => {
          const rules = { youngFrom, namesOf: () => (slot: number) => `n${slot}` };
          const empty: StoredCpu = { minutes: new Map(), hours: new Map() };
          const stored = applied(empty, mergeInTurn([freshOf(before)], empty, rules).change);
          const shared = mergeInTurn(batches.map(freshOf), copyOf(stored), rules);
          let alone = copyOf(stored);
          const verdicts = batches.map((batch) => {
            const merged = mergeInTurn([freshOf(batch)], alone, rules);
            alone = applied(alone, merged.change);
            return merged.verdicts[0];
          });
          expect(shared.verdicts).toEqual(verdicts);
          expect(applied(stored, shared.change)).toEqual(alone);
          for (const minute of shared.change.minutes) {
            expect(minute.existed).toBe(stored.minutes.has(minute.key));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
