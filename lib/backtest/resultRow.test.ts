import fc from "fast-check";
import { expect, test } from "vitest";
import { readResultRow, writeResultRow } from "./resultRow.ts";
import { BASES, type PredictionResult, REFUSALS, ROLES } from "./types.ts";

const percent = fc
  .double({ min: 0, max: 100, noNaN: true, noDefaultInfinity: true })
  .map((value) => value || 0);
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const minute = fc.integer({ min: 25_000_000, max: 35_000_000 });
const window = fc.tuple(minute, fc.integer({ min: 60, max: 1_440 })).map(([fromMinute, length]) => ({
  fromMinute,
  toMinute: fromMinute + length,
}));
const atMs = minute.map((value) => value * 60_000 + 17);
const estimate = fc.record({ value: percent, low: percent, high: percent });
const figures = {
  hotNodeP95: maybe(percent),
  max: maybe(percent),
  average: maybe(percent),
  window: maybe(window),
  coverage: maybe(fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value || 0)),
};
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const result: fc.Arbitrary<PredictionResult> = fc
  .record({
    episode: fc.string(),
    region: name,
    stamp: name,
    pool: name,
    kind: name,
    role: fc.constantFrom(...ROLES),
    basis: fc.constantFrom(...BASES),
    changed: fc.record({ firstMs: atMs, lastMs: atMs }),
    moves: fc.array(fc.record({ registry: name, from: name, to: name, atMs }), { maxLength: 3 }),
    before: fc.record(figures),
    unmovedP95: maybe(percent),
    predicted: maybe(fc.record({ hotNodeP95: estimate, max: estimate, average: estimate })),
    measured: fc.record(figures),
    refusal: maybe(fc.constantFrom(...REFUSALS)),
    flags: fc.subarray(["hidden_demand", "low_coverage", "inside_noise"] as const),
    isOtherWeekday: fc.boolean(),
    hasOtherNodes: fc.boolean(),
    model: maybe(
      fc.record({ r2: percent, residualPoints: percent, bins: percent, nodes: percent, registries: percent }),
    ),
    computedMs: atMs,
  })
  .map((drawn) => ({ ...drawn, moves: drawn.moves.map((move) => ({ ...move, region: drawn.region })) }));

test("a result that is kept is read back as it was", () => {
  fc.assert(
    fc.property(result, (one) => {
      const { region, stamp, pool, kind } = one;
      const written = writeResultRow(one);
      expect(readResultRow({ model: null, ...written, region, stamp, pool, kind })).toEqual(one);
    }),
  );
});
