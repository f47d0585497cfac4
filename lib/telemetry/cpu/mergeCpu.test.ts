import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_DATA } from "../../core/index.ts";
import { cellKey, cellPool, cellTime } from "../cellKey.ts";
import { CpuBatch, type CpuSample } from "./cpuBatch.ts";
import { isPresent } from "./hourRow.ts";
import { mergeCpu, type StoredCpu, type StoredHour } from "./mergeCpu.ts";
import { decodeSamples, type MinuteRow } from "./minuteRow.ts";

const MINUTE = 29_000_000;
const nameOf = (slot: number) => `node-${String.fromCharCode(97 + ((slot * 7) % 26))}${slot}`;

interface Store {
  minutes: Map<number, MinuteRow>;
  hours: Map<number, StoredHour>;
}

function copyHour(hour: StoredHour): StoredHour {
  return {
    version: hour.version,
    firstSlot: hour.firstSlot,
    hot: hour.hot.slice(),
    average: hour.average.slice(),
    hottest: hour.hottest.slice(),
    presence: hour.presence.slice(),
  };
}

/** Merges into the store as a transaction would: what is read are copies. */
function apply(store: Store, samples: readonly CpuSample[], youngFrom = 0) {
  const batch = new CpuBatch();
  for (const sample of samples) batch.add(sample);
  const read: StoredCpu = {
    minutes: new Map(store.minutes),
    hours: new Map([...store.hours].map(([key, hour]) => [key, copyHour(hour)])),
  };
  const verdicts = { accepted: 0, duplicate: 0 };
  const change = mergeCpu(
    { batch, ...batch.group() },
    read,
    { youngFrom, namesOf: () => nameOf },
    (_, verdict) => {
      verdicts[verdict]++;
    },
  );
  for (const minute of change.minutes) store.minutes.set(minute.key, minute.row);
  for (const [key, hour] of change.hours) store.hours.set(key, hour);
  return { verdicts, change };
}

/** What PRODUCT.md says, said again in the plainest way: the last value of each second, averaged. */
function recompute(samples: readonly CpuSample[]) {
  const last = new Map<string, CpuSample>();
  for (const sample of samples)
    last.set([sample.pool, sample.minute, sample.slot, sample.second].join(), sample);
  const nodes = new Map<string, number[]>();
  for (const sample of last.values()) {
    const key = [sample.pool, sample.minute, sample.slot].join();
    nodes.set(key, [...(nodes.get(key) ?? []), sample.value]);
  }
  const bins = new Map<number, { slot: number; value: number }[]>();
  for (const [key, values] of nodes) {
    const [pool = 0, minute = 0, slot = 0] = key.split(",").map(Number);
    const value = Math.round(values.reduce((sum, each) => sum + each, 0) / values.length);
    const bin = cellKey(pool, minute);
    bins.set(bin, [...(bins.get(bin) ?? []), { slot, value }]);
  }
  return bins;
}

function expectEqualToRecomputation(store: Store, samples: readonly CpuSample[]) {
  const bins = recompute(samples);
  expect([...store.minutes.keys()].sort()).toEqual([...bins.keys()].sort());
  for (const [key, nodes] of bins) {
    const hour = store.hours.get(cellKey(cellPool(key), Math.floor(cellTime(key) / 60)));
    const row = store.minutes.get(key);
    if (hour === undefined || row === undefined) throw new Error("a bin without its rows");
    const bin = cellTime(key) % 60;
    for (const { slot, value } of nodes) {
      expect(row.values[slot - row.firstSlot]).toBe(value);
      expect(isPresent(hour, bin, slot)).toBe(true);
    }
    const hot = Math.max(...nodes.map((node) => node.value));
    const hottest = nodes
      .filter((node) => node.value === hot)
      .sort((a, b) => (nameOf(a.slot) < nameOf(b.slot) ? -1 : 1));
    expect(hour.hot[bin]).toBe(hot);
    expect(hour.hottest[bin]).toBe(hottest[0]?.slot);
    expect(hour.average[bin]).toBe(
      Math.round(nodes.reduce((sum, node) => sum + node.value, 0) / nodes.length),
    );
  }
}

const sampleArbitrary = fc.record({
  pool: fc.integer({ min: 1, max: 2 }),
  minute: fc.integer({ min: MINUTE, max: MINUTE + 62 }),
  second: fc.constantFrom(0, 0, 0, 15, 30, 59),
  slot: fc.integer({ min: 0, max: 5 }),
  value: fc.integer({ min: 0, max: 10_000 }),
  request: fc.constant(0),
});

describe("merging CPU samples into packed rows", () => {
  it("always equals a recomputation from what was received, in any batches with any duplicates", () => {
    fc.assert(
      fc.property(fc.array(fc.array(sampleArbitrary, { maxLength: 30 }), { maxLength: 8 }), (batches) => {
        const store: Store = { minutes: new Map(), hours: new Map() };
        for (const batch of batches) apply(store, batch);
        expectEqualToRecomputation(store, batches.flat());
      }),
      { numRuns: 200 },
    );
  });

  it("changes nothing when the same batch comes twice, and says that all of it is known", () => {
    fc.assert(
      fc.property(fc.array(sampleArbitrary, { maxLength: 40 }), (samples) => {
        const distinct = [
          ...new Map(samples.map((s) => [`${s.pool}/${s.minute}/${s.slot}/${s.second}`, s])).values(),
        ];
        const store: Store = { minutes: new Map(), hours: new Map() };
        apply(store, distinct);
        const again = apply(store, distinct);
        expect(again.verdicts).toEqual({ accepted: 0, duplicate: distinct.length });
        expect(again.change.minutes).toEqual([]);
        expect(again.change.hours.size).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it("fills bins older than a day once: a node that has a value keeps it", () => {
    const store: Store = { minutes: new Map(), hours: new Map() };
    const old = { pool: 1, minute: MINUTE, request: 0 };
    apply(
      store,
      [
        { ...old, slot: 0, second: 0, value: 1_000 },
        { ...old, slot: 0, second: 30, value: 3_000 },
      ],
      MINUTE + 1,
    );
    const later = apply(
      store,
      [
        { ...old, slot: 0, second: 45, value: 9_000 },
        { ...old, slot: 2, second: 0, value: 4_000 },
      ],
      MINUTE + 1,
    );
    expect(later.verdicts).toEqual({ accepted: 1, duplicate: 1 });
    expect([...(store.minutes.get(cellKey(1, MINUTE))?.values ?? [])]).toEqual([2_000, NO_DATA, 4_000]);
  });

  it("goes on adding to the rollup where the raw minutes are gone", () => {
    const store: Store = { minutes: new Map(), hours: new Map() };
    const old = { pool: 1, minute: MINUTE, second: 0, request: 0 };
    apply(
      store,
      [
        { ...old, slot: 0, value: 1_000 },
        { ...old, slot: 1, value: 3_000 },
      ],
      MINUTE + 1,
    );
    store.minutes.clear();
    const later = apply(
      store,
      [
        { ...old, slot: 1, value: 9_000 },
        { ...old, slot: 2, value: 5_000 },
      ],
      MINUTE + 1,
    );
    expect(later.verdicts).toEqual({ accepted: 1, duplicate: 1 });
    const hour = store.hours.get(cellKey(1, Math.floor(MINUTE / 60)));
    expect(hour?.hot[MINUTE % 60]).toBe(5_000);
    expect(hour?.average[MINUTE % 60]).toBe(3_000);
    expect(store.minutes.size).toBe(0);
  });

  it("keeps every second of a minute, so that a late sample is averaged in", () => {
    const store: Store = { minutes: new Map(), hours: new Map() };
    const base = { pool: 1, minute: MINUTE, slot: 4, request: 0 };
    apply(store, [{ ...base, second: 10, value: 1_000 }]);
    apply(store, [{ ...base, second: 40, value: 2_001 }]);
    const row = store.minutes.get(cellKey(1, MINUTE));
    if (row === undefined) throw new Error("no row");
    expect([...row.values]).toEqual([1_501]);
    expect(decodeSamples(row)).toEqual({
      keys: Int32Array.of(4 * 60 + 10, 4 * 60 + 40),
      values: Int16Array.of(1_000, 2_001),
    });
  });
});
