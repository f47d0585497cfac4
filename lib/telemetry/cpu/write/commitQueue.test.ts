import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CpuBatch } from "../cpuBatch.ts";
import { CommitQueue, OverloadError, type PreparedBatch, roundsOf } from "./commitQueue.ts";

function batchOf(pools: readonly number[], rowsEach = 1): CpuBatch {
  const batch = new CpuBatch();
  for (const pool of pools) {
    for (let row = 0; row < rowsEach; row++) {
      batch.add({ pool, minute: 29_000_000 + (row % 40), second: 0, slot: 0, value: 100, request: 0 });
    }
  }
  return batch;
}

/** A database that finishes commits in an order that the test decides, and counts how it was used. */
class HeldDatabase {
  readonly underWay: { group: readonly PreparedBatch[]; finish: (error?: Error) => void }[] = [];
  mostAtOnce = 0;
  overlapping = 0;

  readonly commit = (group: readonly PreparedBatch[]) => {
    const pools = group.flatMap((batch) => [...batch.pools]);
    const busy = new Set(this.underWay.flatMap((each) => each.group.flatMap((batch) => [...batch.pools])));
    if (pools.some((pool) => busy.has(pool))) this.overlapping++;
    return new Promise<{ accepted: number; duplicate: number }[]>((done, failed) => {
      const entry = {
        group,
        finish: (error?: Error) => {
          this.underWay.splice(this.underWay.indexOf(entry), 1);
          if (error === undefined) done(group.map(({ batch }) => ({ accepted: batch.length, duplicate: 0 })));
          else failed(error);
        },
      };
      this.underWay.push(entry);
      this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay.length);
    });
  };
}

const nothingPending = () => new Promise((done) => setImmediate(done));

describe("the queue of commits", () => {
  it("commits every batch once, two groups at a time at most, and never one pool in both", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            pools: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1 }),
            rows: fc.constantFrom(1, 600),
            finishFirst: fc.boolean(),
          }),
          { maxLength: 12 },
        ),
        async (sent) => {
          const database = new HeldDatabase();
          const queue = new CommitQueue(database.commit);
          const answers = sent.map(async ({ pools, rows, finishFirst }) => {
            const batch = batchOf(pools, rows);
            const answer = queue.add(batch);
            if (finishFirst) database.underWay[0]?.finish();
            expect(await answer).toEqual({ accepted: batch.length, duplicate: 0 });
          });
          const all = Promise.all(answers);
          let answered = answers.length === 0;
          void all.then(() => {
            answered = true;
          });
          while (!answered) {
            database.underWay.at(-1)?.finish();
            await nothingPending();
          }
          await all;
          expect(database.overlapping).toBe(0);
          expect(database.mostAtOnce).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("lets small batches that come during a commit share the next one", async () => {
    const database = new HeldDatabase();
    const queue = new CommitQueue(database.commit);
    const answers = [1, 2, 3, 4].map((pool) => queue.add(batchOf([pool])));
    expect(database.underWay.map((each) => each.group.length)).toEqual([1]);
    database.underWay[0]?.finish();
    await nothingPending();
    expect(database.underWay.map((each) => each.group.length)).toEqual([3]);
    database.underWay[0]?.finish();
    await Promise.all(answers);
  });

  it("tries each alone where a shared commit fails, so that only the one at fault is refused", async () => {
    const attempts: number[] = [];
    const queue = new CommitQueue(async (group) => {
      attempts.push(group.length);
      await nothingPending();
      if (group.some((batch) => batch.pools.has(3))) throw new Error("pool 3 cannot be stored");
      return group.map(() => ({ accepted: 1, duplicate: 0 }));
    });
    const answers = await Promise.allSettled([1, 2, 3, 4].map((pool) => queue.add(batchOf([pool]))));
    expect(answers.map((answer) => answer.status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(attempts).toEqual([1, 3, 1, 1, 1]);
  });

  it("turns a body away when more rows wait than memory is meant for", async () => {
    const database = new HeldDatabase();
    const queue = new CommitQueue(database.commit);
    const large = batchOf([1], 2_500_000);
    const first = queue.add(large);
    await expect(queue.add(large)).rejects.toThrow(OverloadError);
    database.underWay[0]?.finish();
    await first;
  });
});

describe("rounds of a large commit", () => {
  it("hold every bin once, in order, and no more of them than asked", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 20 }),
        (sizes, most) => {
          const group = sizes.map((rows) => {
            const batch = batchOf([1], rows);
            return { batch, ...batch.group(), pools: new Set([1]) };
          });
          const rounds = [...roundsOf(group, most)];
          for (const round of rounds) {
            const bins = round.reduce((sum, part) => sum + part.bins.length, 0);
            expect(bins).toBeGreaterThan(0);
            expect(bins).toBeLessThanOrEqual(most);
          }
          const seen = group.map((_, place) =>
            rounds.flatMap((round) =>
              round.filter((part) => part.place === place).flatMap((part) => part.bins),
            ),
          );
          expect(seen).toEqual(group.map((batch) => batch.bins));
        },
      ),
    );
  });
});
