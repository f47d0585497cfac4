import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toColumns, toRows } from "../../_components/table/columnar.ts";
import { arrangePools, passesFilter } from "./arrangePools.ts";
import { type FleetPoolRow, packPools } from "./fleetView.ts";
import { overForText } from "./overForText.ts";
import { summarizeCell } from "./readCellDetail.ts";
import { summarizeFleet } from "./summarizeFleet.ts";

const COOL: FleetPoolRow = {
  id: "wus-a/dataproxy",
  region: "westus",
  stamp: "wus-a",
  pool: "dataproxy",
  kind: "dataproxy",
  state: "cool",
  isStale: false,
  hotNodeP95: 20,
  max: 30,
  average: 10,
  hot5m: 18,
  hot15m: 19,
  overSince: null,
  hotSpotRatio: 1.5,
  hottestNode: "n07",
  hottestShare: 0.4,
  nodes: 8,
  limit: 60,
  trendDay: 1,
  trendWeek: -1,
  coverage: 1,
  ownPeakP95: null,
  thresholdsIndex: 0,
};
const ANY = { kind: "", state: "", q: "" };

function pool(id: string, changes: Partial<FleetPoolRow> = {}): FleetPoolRow {
  const [stamp = "", name = ""] = id.split("/");
  return { ...COOL, id, stamp, pool: name, ...changes };
}

describe("the order of the map", () => {
  const rows = [
    pool("a-10/x", { hotNodeP95: 40, region: "west" }),
    pool("a-2/x", { hotNodeP95: 40, region: "east" }),
    pool("b/x", { hotNodeP95: null, region: "east" }),
    pool("c/x", { hotNodeP95: 90, region: "west" }),
  ];

  test.each([
    ["heat", [3, 1, 0, 2]],
    ["name", [1, 0, 2, 3]],
    ["region", [1, 2, 3, 0]],
  ] as const)("by %s: ties by name with its numbers read as numbers, no data last", (order, indexes) => {
    expect(arrangePools(rows, ANY, order)).toEqual(indexes);
  });

  test("a filter only takes away, and every order holds the same pools", () => {
    const anyRow = fc.record({
      state: fc.constantFrom("cool", "hot", "unknown"),
      kind: fc.constantFrom("x", "y"),
      hotNodeP95: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
      isStale: fc.boolean(),
    });
    const filter = fc.record({
      kind: fc.constantFrom("", "x"),
      state: fc.constantFrom("", "hot", "stale"),
      q: fc.constant(""),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 30 }), filter, (drawn, wanted) => {
        const pools = drawn.map((changes, index) => pool(`s${index}/p`, changes as Partial<FleetPoolRow>));
        const passing = pools.flatMap((row, index) => (passesFilter(row, wanted) ? [index] : []));
        for (const order of ["heat", "name", "region"] as const) {
          expect([...arrangePools(pools, wanted, order)].sort((one, other) => one - other)).toEqual(passing);
        }
      }),
    );
  });

  test("every word typed must be found, in stamp, pool, region or node", () => {
    expect(passesFilter(COOL, { ...ANY, q: "WUS proxy" })).toBe(true);
    expect(passesFilter(COOL, { ...ANY, q: "n07" })).toBe(true);
    expect(passesFilter(COOL, { ...ANY, q: "wus registry" })).toBe(false);
  });

  test("over its limit now, and stale, are asked of what they say", () => {
    expect(passesFilter(pool("a/x", { overSince: 5 }), { ...ANY, state: "over" })).toBe(true);
    expect(passesFilter(pool("a/x"), { ...ANY, state: "over" })).toBe(false);
    expect(passesFilter(pool("a/x", { isStale: true, state: "unknown" }), { ...ANY, state: "stale" })).toBe(
      true,
    );
  });
});

describe("the strip", () => {
  test("says who is over now, furthest over its own limit first", () => {
    const summary = summarizeFleet([
      pool("a/x", { overSince: 10, hot5m: 70, limit: 60 }),
      pool("b/x", { overSince: 900, hot5m: 65, limit: 40 }),
      pool("c/x"),
    ]);
    expect(summary.overNow.map((row) => row.id)).toEqual(["b/x", "a/x"]);
    expect(summary.pools).toBe(3);
    expect(summary.stamps).toBe(3);
  });

  test.each([
    ["rose over it", { hotNodeP95: 61, trendDay: 5 }, true],
    ["stood on it a day before", { hotNodeP95: 61, trendDay: 1 }, true],
    ["was over it already", { hotNodeP95: 61, trendDay: 0.5 }, false],
    ["is on it, not over", { hotNodeP95: 60, trendDay: 20 }, false],
    ["has no day before", { hotNodeP95: 90, trendDay: null }, false],
    ["has no data", { hotNodeP95: null, trendDay: null }, false],
  ])("became hot: a pool that %s", (_, changes, became) => {
    expect(summarizeFleet([pool("a/x", { limit: 60, ...changes })]).becameHot).toHaveLength(became ? 1 : 0);
  });

  test("a stale pool is named once, not also as one with too little data", () => {
    const summary = summarizeFleet([
      pool("a/x", { state: "unknown", isStale: true }),
      pool("b/x", { state: "unknown" }),
    ]);
    expect(summary.stale.map((row) => row.id)).toEqual(["a/x"]);
    expect(summary.unknown.map((row) => row.id)).toEqual(["b/x"]);
  });

  test("what was over when the look-back began is not given a length that nobody measured", () => {
    const lookBack = { readMs: 2_000 * 60_000 + 20_000, recentFromMinute: 560 };
    expect(overForText(560, lookBack)).toBe("24\u00a0h+");
    expect(overForText(1_937, lookBack)).toBe("1\u00a0h 3\u00a0min");
    expect(overForText(2_000, lookBack)).toBe("1\u00a0min");
  });
});

describe("rows on their way to the browser", () => {
  test("come out as they went in, with every field", () => {
    const rows = [COOL, pool("b/y", { hotNodeP95: null, overSince: 7 })];
    expect(toRows(packPools(rows))).toEqual(rows);
    expect(Object.keys(packPools(rows)).sort()).toEqual(Object.keys(COOL).sort());
  });

  test("none at all come out as none", () => {
    expect(toRows(toColumns<FleetPoolRow>([], ["id"]))).toEqual([]);
  });
});

describe("a cell read out", () => {
  test("names the node that is hottest most often, ties by the lowest name, and counts the minutes with data", () => {
    const minutes = [
      { hot: 5, hottestNode: "n2" },
      { hot: 6, hottestNode: "n1" },
      { hot: null, hottestNode: null },
    ];
    expect(summarizeCell(minutes, 5)).toEqual({ hottestNode: "n1", nodeBins: 1, binsWithData: 2, bins: 5 });
  });

  test("without data names none", () => {
    expect(summarizeCell([], 5)).toEqual({ hottestNode: null, nodeBins: 0, binsWithData: 0, bins: 5 });
  });
});
