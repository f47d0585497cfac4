import { describe, expect, test } from "vitest";
import { decodeCells } from "#lib/charts/cellMatrix.ts";
import {
  loadOf,
  matrixOf,
  renderPhysics,
  type TruePool,
  trueModel,
} from "#lib/contribution/physicsForTests.ts";
import type { LoadMatrix } from "#lib/telemetry/load/loadMatrix.ts";
import { packStack, type StackInput } from "./packStack.ts";
import { unpackLayers } from "./unpackStack.ts";

const registry = (name: string, level: number) => ({
  name,
  tenant: "t",
  requests: (bin: number) => level + bin,
  bytesPerRequest: 10,
  pointsPerRequest: 0.02,
});

function inputOf(bins: number, more: Partial<StackInput> = {}): StackInput {
  const pool: TruePool = {
    nodes: 2,
    bins,
    idlePoints: 5,
    noisePoints: 0,
    seed: 1,
    registries: [registry("a", 100), registry("b", 50), registry("c", 10), registry("d", 5)],
  };
  const rendered = renderPhysics(pool);
  const load = loadOf(pool.registries, rendered);
  const matrix: LoadMatrix = {
    ...load,
    measures: { requests: true, bytes: true },
    registries: load.registries.map((one) => ({
      ...one,
      bound: [],
      unbound: { minutes: 0, requests: 0, bytes: 0 },
    })),
  };
  return {
    pool: "registry",
    load: matrix,
    nodes: matrixOf(rendered.cpu),
    model: trueModel(pool, rendered),
    hotBins: new Uint8Array(bins),
    contributors: [[1], [0]],
    ...more,
  };
}

function layersOf(input: StackInput, measure: "cpu" | "requests" | "bytes") {
  const packed = packStack(input);
  const found = packed.measures[measure];
  return found === null ? null : unpackLayers(found, packed.columns);
}

describe("a packed stack", () => {
  test("has the contributors asked for in their order and all others together, to a thirty-thousandth", () => {
    const [b, a, rest] = layersOf(inputOf(4), "requests") ?? [];
    for (const [bin, { at }] of [0, 1, 2, 3].map((bin) => [bin, { at: bin }] as const)) {
      expect(b?.[bin]).toBeCloseTo(50 + at, 1);
      expect(a?.[bin]).toBeCloseTo(100 + at, 1);
      expect(rest?.[bin]).toBeCloseTo(15 + 2 * at, 1);
    }
  });

  test("of CPU is what is attributed on the average node, so that layers add up to what lies above idle", () => {
    const input = inputOf(3);
    const layers = layersOf(input, "cpu") ?? [];
    const sum = layers.reduce((total, layer) => total + (layer[2] ?? 0), 0);
    const measured = ((input.nodes?.values[0]?.[2] ?? 0) + (input.nodes?.values[1]?.[2] ?? 0)) / 200;
    expect(sum).toBeCloseTo(measured - 5, 1);
  });

  test("over a long time is the mean of each column's reported minutes; a column without any is a gap, not 0", () => {
    const input = inputOf(1_500);
    input.load.reported.fill(0, 3, 6);
    input.load.reported[0] = 0;
    const packed = packStack(input);
    expect([packed.stepMinutes, packed.columns]).toEqual([3, 500]);
    const [b] = layersOf(input, "requests") ?? [];
    expect(b?.[0]).toBeCloseTo(51.5, 0);
    expect(b?.[1]).toBeNaN();
    expect(b?.[2]).toBeCloseTo(57, 0);
  });

  test("counts the hot minutes of each column", () => {
    const hotBins = new Uint8Array(1_500);
    hotBins.fill(1, 2, 4);
    expect([...decodeCells(packStack(inputOf(1_500, { hotBins })).hotMinutes).subarray(0, 3)]).toEqual([
      1, 1, 0,
    ]);
  });

  test("leaves out what cannot be had", () => {
    expect(layersOf(inputOf(4, { model: null }), "cpu")).toBeNull();
    const input = inputOf(4);
    const load = { ...input.load, measures: { requests: true, bytes: false } };
    expect(layersOf({ ...input, load }, "bytes")).toBeNull();
  });
});
