import { describe, expect, test } from "vitest";
import { decodeCells } from "#lib/charts/cellMatrix.ts";
import {
  loadOf,
  matrixOf,
  renderPhysics,
  type TruePool,
  trueModel,
} from "#lib/contribution/physicsForTests.ts";
import { type CurveInput, packCurve, spreadColumns } from "./packCurve.ts";

/** `a` falls wholly on node 1, `b` evenly on both. */
function inputOf(bins: number): CurveInput {
  const registry = { tenant: "t", bytesPerRequest: 10, pointsPerRequest: 0.02 };
  const pool: TruePool = {
    nodes: 2,
    bins,
    idlePoints: 5,
    noisePoints: 0,
    seed: 1,
    registries: [
      { ...registry, name: "a", requests: (bin) => 1_000 + bin, onNode: { node: 1, part: 1 } },
      { ...registry, name: "b", requests: () => 500 },
    ],
  };
  const rendered = renderPhysics(pool);
  const load = loadOf(pool.registries, rendered);
  const matrix = {
    ...load,
    measures: { requests: true, bytes: true },
    registries: load.registries.map((one) => ({
      ...one,
      bound: [],
      unbound: { minutes: 0, requests: 0, bytes: 0 },
    })),
  };
  const nodes = matrixOf(rendered.cpu);
  const hot = Int16Array.from(nodes.values[1] ?? []);
  return { load: matrix, nodes, model: trueModel(pool, rendered), hot, place: 0 };
}

describe("a registry's curve", () => {
  test("is what it makes of the hottest node, under that node's own heat", () => {
    const packed = packCurve(inputOf(3));
    expect([...decodeCells(packed.hot)]).toEqual([3_000, 3_002, 3_004]);
    expect([...decodeCells(packed.own ?? "")]).toEqual([2_000, 2_002, 2_004]);
    expect(packed.requests).toEqual([1_000, 1_001, 1_002]);
    expect(packed.bytes?.[0]).toBe(10_000);
  });

  test("of another registry is its part of that same node", () => {
    expect([...decodeCells(packCurve({ ...inputOf(2), place: 1 }).own ?? "")]).toEqual([500, 500]);
  });

  test("has gaps where nobody's load was reported, and nothing of what cannot be had", () => {
    const input = inputOf(3);
    input.load.reported[1] = 0;
    const packed = packCurve(input);
    expect([...decodeCells(packed.own ?? "")]).toEqual([2_000, -1, 2_004]);
    expect(packed.requests).toEqual([1_000, null, 1_002]);
    expect(packCurve({ ...input, model: null }).own).toBeNull();
    const bytesOnly = { ...input.load, measures: { requests: false, bytes: true } };
    expect(packCurve({ ...input, load: bytesOnly }).requests).toBeNull();
  });

  test("over a long time keeps the hottest minute of each column and the mean of its load", () => {
    const packed = packCurve(inputOf(1_440));
    expect([packed.stepMinutes, packed.columns]).toEqual([2, 720]);
    expect(decodeCells(packed.hot)[0]).toBe(3_002);
    expect(packed.requests?.[1]).toBe(1_003);
    expect(spreadColumns(packed.requests ?? [], packed).slice(0, 4)).toEqual([1_001, 1_001, 1_003, 1_003]);
  });
});
