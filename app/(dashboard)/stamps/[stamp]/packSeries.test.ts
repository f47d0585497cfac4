import fc from "fast-check";
import { expect, test } from "vitest";
import type { FleetPool } from "#lib/fleet/index.ts";
import { poolWindowOf } from "#lib/hotness/poolWindowForTests.ts";
import { minuteValues, packSeries, unpackRows } from "./packSeries.ts";

const pool: FleetPool = {
  id: 1,
  name: "dataproxy",
  kind: "dataproxy",
  stampId: 1,
  stamp: "wus-a",
  regionId: 1,
  region: "westus",
  vcpusPerNode: null,
  minInstances: null,
  maxInstances: null,
};
const names = new Map([
  [0, "n0"],
  [1, "n1"],
]);
const percentArb = fc.option(fc.integer({ min: 0, max: 10_000 }).map((centi) => centi / 100));

test("every minute comes out as it went in, gaps as nulls", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(percentArb, percentArb), { minLength: 1, maxLength: 80 }), (minutes) => {
      const window = poolWindowOf(
        { n0: minutes.map(([one]) => one), n1: minutes.map(([, two]) => two) },
        500,
      );
      const rows = unpackRows(packSeries({ pool, window, nodeNames: names }));
      minutes.forEach(([one, two], bin) => {
        const present = [one, two].filter((value) => value !== null);
        expect(rows[bin]).toMatchObject({
          minute: 500 + bin,
          hot: present.length === 0 ? null : Math.max(...present),
          nodes: present.length,
        });
        const isFirst = one !== null && (two === null || one >= two);
        expect(rows[bin]?.hottestNode).toBe(present.length === 0 ? null : isFirst ? "n0" : "n1");
      });
    }),
  );
});

test("where there are too many minutes, the greatest hot stands for them, with its node, and the fewest nodes", () => {
  const window = poolWindowOf({ n0: [10, 20, null, null, 5], n1: [30, 1, null, null, null] }, 600);
  const packed = packSeries({ pool, window, nodeNames: names }, 3);
  expect(packed.minutesPerValue).toBe(2);
  const rows = unpackRows(packed);
  expect(rows).toEqual([
    { minute: 600, hot: 30, hottestNode: "n1", average: 15.25, nodes: 2 },
    { minute: 602, hot: null, hottestNode: null, average: null, nodes: 0 },
    { minute: 604, hot: 5, hottestNode: "n0", average: 5, nodes: 1 },
  ]);
  expect(minuteValues(packed, rows, "hot")).toEqual([30, 30, null, null, 5]);
});
