import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MeasureContext, measurePool } from "./measurePool.ts";
import { type NodePercents, poolWindowOf } from "./poolWindowForTests.ts";
import { DEFAULT_HOTNESS_SETTINGS as settings } from "./types.ts";

const byDates: MeasureContext = { nowMinute: 10_000, relative: false, recent: null, ownPeak: null };

function measure(nodes: NodePercents, context: Partial<MeasureContext> = {}) {
  return measurePool(poolWindowOf(nodes, 100), { ...byDates, ...context }, settings);
}

describe("special cases", () => {
  test("no data is null everywhere, never 0, and the state is unknown", () => {
    expect(measure({ n0: [null, null, null] })).toEqual({
      pool: 1,
      window: { fromMinute: 100, toMinute: 103 },
      hotNodeP95: null,
      max: null,
      maxAt: null,
      average: null,
      hotSpotRatio: null,
      hottestNode: null,
      nodes: null,
      state: "unknown",
      stale: false,
      limit: 60,
      excess: null,
      now: { hot5m: null, hot15m: null, overSince: null },
      coverage: { bins: 0, nodeMinutes: 0, lesser: 0 },
      ownPeak: null,
    });
  });

  test("a window without bins has no data", () => {
    expect(measure({}).hotNodeP95).toBeNull();
    expect(measure({}).coverage.lesser).toBe(0);
  });

  test("one bin is its own P95, maximum and average", () => {
    const measures = measure({ n0: [42.5] });
    expect(measures).toMatchObject({
      hotNodeP95: 42.5,
      max: 42.5,
      maxAt: 100,
      average: 42.5,
      hotSpotRatio: 1,
    });
  });

  test("all equal: the P95 is exactly that value", () => {
    expect(measure({ n0: Array<number>(720).fill(33.33) }).hotNodeP95).toBe(33.33);
  });

  test("an idle pool is data: 0 is a P95 and cool, and has no hot-spot ratio", () => {
    const measures = measure({ n0: [0, 0], n1: [0, 0] });
    expect(measures).toMatchObject({
      hotNodeP95: 0,
      average: 0,
      hotSpotRatio: null,
      state: "cool",
      excess: 0,
    });
  });

  test("the P95 interpolates between the 36th and 37th greatest of 720 minutes", () => {
    const ramp = Array.from({ length: 720 }, (_, minute) => minute / 10);
    expect(measure({ n0: ramp }).hotNodeP95).toBeCloseTo(68.305, 9);
  });

  test("the average hides a hot node, the P95 does not, and the maximum is one noisy minute", () => {
    const cold = Array<number>(720).fill(5);
    const noisy = Array.from({ length: 720 }, (_, minute) => (minute === 300 ? 96 : 43));
    const measures = measure({ n0: cold, n1: cold, n2: cold, n3: cold, n4: noisy });
    expect(measures).toMatchObject({ hotNodeP95: 43, max: 96, maxAt: 400 });
    expect(measures.average).toBeCloseTo(12.615, 2);
    expect(measures.hottestNode).toEqual({ slot: 4, minutes: 720, share: 1 });
    expect(measures.hotSpotRatio).toBeCloseTo(3.41, 2);
  });

  test("the hottest node changes from bin to bin; ties within a bin go to the lowest name", () => {
    const measures = measure({ b: [50, 50, 10], a: [50, 20, 30] });
    // a is in slot 1: it wins the tie of the first bin, and the third.
    expect(measures.hottestNode).toEqual({ slot: 1, minutes: 2, share: 2 / 3 });
  });

  test("of equal maxima the latest is told", () => {
    expect(measure({ n0: [70, 20, 70, 20] }).maxAt).toBe(102);
  });
});

describe("coverage and state", () => {
  test("a silent node lowers the node-minutes, a silent pool the bins, and the lesser counts", () => {
    const silentNode = measure({ n0: [10, 10, 10, 10], n1: [10, null, null, null] });
    expect(silentNode.coverage).toEqual({ bins: 1, nodeMinutes: 5 / 8, lesser: 5 / 8 });
    const silentPool = measure({ n0: [10, ...Array<null>(39).fill(null)] });
    expect(silentPool.coverage).toEqual({ bins: 1 / 40, nodeMinutes: 1 / 16, lesser: 1 / 40 });
  });

  test("a node that has been silent for 15 minutes is no longer expected, and counted no more", () => {
    const measures = measure({ n0: Array<number>(40).fill(10), n1: [10, ...Array<null>(39).fill(null)] });
    expect(measures.coverage.nodeMinutes).toBeCloseTo(41 / 56, 12);
    expect(measures.nodes).toBe(1);
  });

  test.each([
    [0.5, "critical"],
    [0.49, "unknown"],
  ])("with %s of the bins covered a P95 of 90 % is %s", (share, state) => {
    const bins = Array.from({ length: 100 }, (_, bin) => (bin < share * 100 ? 90 : null));
    // The bins alone decide here: a node that falls silent is expected for 15 bins only.
    expect(measure({ n0: bins })).toMatchObject({ hotNodeP95: 90, state, excess: 30 });
  });

  test("staleness is asked of relative windows and of none that is given by its dates", () => {
    const nodes = { n0: Array<number>(60).fill(40) };
    const recent = poolWindowOf(nodes, 100); // the last bin is 159
    const at = (nowMinute: number, relative: boolean) => measure(nodes, { recent, nowMinute, relative });
    expect(at(164, true)).toMatchObject({ stale: false, state: "normal" });
    expect(at(165, true)).toMatchObject({ stale: true, state: "unknown", hotNodeP95: 40 });
    expect(at(165, false)).toMatchObject({ stale: false, state: "normal" });
    expect(measure(nodes, { relative: true })).toMatchObject({ stale: true, state: "unknown" });
  });

  test("a pool whose own peak is more than 5 points hotter says so", () => {
    const own = (percent: number) => ({ ownPeak: poolWindowOf({ n0: [percent, percent] }, 900) });
    expect(measure({ n0: [40] }, own(45)).ownPeak).toBeNull();
    expect(measure({ n0: [40] }, own(45.01)).ownPeak).toEqual({
      fromMinute: 900,
      toMinute: 902,
      hotNodeP95: 45.01,
    });
    expect(measure({ n0: [null] }, own(3)).ownPeak?.hotNodeP95).toBe(3);
  });
});

describe("laws", () => {
  const centi = fc.integer({ min: 0, max: 10_000 });
  const bin = fc.option(
    centi.map((value) => value / 100),
    { freq: 6 },
  );
  const pool = fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 4 }))
    .chain(([bins, nodes]) =>
      fc.array(fc.array(bin, { minLength: bins, maxLength: bins }), { minLength: nodes, maxLength: nodes }),
    );
  const named = (rows: readonly (readonly (number | null)[])[]): NodePercents =>
    Object.fromEntries(rows.map((row, index) => [`n${index}`, row]));
  const heat = ({ hotNodeP95, max, average, hotSpotRatio }: ReturnType<typeof measure>) => ({
    hotNodeP95,
    max,
    average,
    hotSpotRatio,
  });

  test("the order of the bins changes no temperature", () => {
    fc.assert(
      fc.property(pool, (rows) => {
        const reversed = rows.map((row) => row.toReversed());
        expect(heat(measure(named(reversed)))).toEqual(heat(measure(named(rows))));
      }),
    );
  });

  test("the order of the nodes changes no temperature", () => {
    fc.assert(
      fc.property(pool, (rows) => {
        expect(heat(measure(named(rows.toReversed())))).toEqual(heat(measure(named(rows))));
      }),
    );
  });

  test("bins without data change coverage and nothing else", () => {
    fc.assert(
      fc.property(pool, fc.integer({ min: 1, max: 40 }), (rows, added) => {
        const gap = Array<null>(added).fill(null);
        const before = measure(named(rows));
        const after = measure(named(rows.map((row) => [...row, ...gap])));
        expect(heat(after)).toEqual(heat(before));
        expect(after.hottestNode).toEqual(before.hottestNode);
        expect(after.maxAt).toBe(before.maxAt);
        expect(after.coverage.bins).toBeCloseTo(
          (before.coverage.bins * (rows[0]?.length ?? 0)) / ((rows[0]?.length ?? 0) + added),
          12,
        );
      }),
    );
  });

  test("more heat anywhere never makes a pool cooler", () => {
    fc.assert(
      fc.property(pool, fc.nat(), fc.nat(), (rows, whichRow, whichBin) => {
        const row = whichRow % rows.length;
        const hotter = rows.map((values, index) =>
          values.map((value, at) =>
            index === row && at === whichBin % values.length && value !== null
              ? Math.min(100, value + 20)
              : value,
          ),
        );
        const before = measure(named(rows));
        const after = measure(named(hotter));
        expect(after.hotNodeP95 ?? -1).toBeGreaterThanOrEqual(before.hotNodeP95 ?? -1);
        expect(after.max ?? -1).toBeGreaterThanOrEqual(before.max ?? -1);
        expect(after.average ?? -1).toBeGreaterThanOrEqual(before.average ?? -1);
      }),
    );
  });

  test("P95 and maximum scale with the load", () => {
    fc.assert(
      fc.property(pool, (rows) => {
        const half = rows.map((row) => row.map((value) => value && Math.floor(value / 2)));
        const whole = half.map((row) => row.map((value) => value && value * 2));
        const before = measure(named(half));
        const after = measure(named(whole));
        expect(after.hotNodeP95 ?? 0).toBeCloseTo(2 * (before.hotNodeP95 ?? 0), 9);
        expect(after.max ?? 0).toBeCloseTo(2 * (before.max ?? 0), 9);
      }),
    );
  });

  test("P95 and average are never over the maximum, and the hottest node is never under the average", () => {
    fc.assert(
      fc.property(pool, (rows) => {
        const { average, max, hotNodeP95, hotSpotRatio } = measure(named(rows));
        if (average === null || max === null || hotNodeP95 === null) return;
        expect(hotNodeP95).toBeLessThanOrEqual(max);
        expect(average).toBeLessThanOrEqual(max);
        if (hotSpotRatio !== null) expect(hotSpotRatio).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
