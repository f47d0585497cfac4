import { describe, expect, test } from "vitest";
import { fitLoadModel } from "../contribution/fitLoadModel.ts";
import { burstyLoad, poolForTests } from "../contribution/poolForTests.ts";
import type { LoadModel } from "../contribution/types.ts";
import { createRng } from "../core/index.ts";
import { describeSplit, drawLanding } from "./landing.ts";

const NODES = 8;
const even = new Float64Array(NODES).fill(1);

function modelOf(parts: readonly number[]): LoadModel {
  const registries = [
    { name: "seen", requests: burstyLoad(130, 1), pointsPerRequest: 0.5, parts },
    ...Array.from({ length: 6 }, (_, index) => ({
      name: `r${index}`,
      requests: burstyLoad(60, index + 2),
      pointsPerRequest: 0.5,
    })),
  ];
  const model = fitLoadModel({ ...poolForTests({ nodes: NODES, registries }), vcpusPerNode: 8 });
  if (model === null) throw new Error("nothing was fitted");
  return model;
}

/** Greatest part in every one of many draws. */
function greatestOf(model: LoadModel, count = NODES): number[] {
  const registry = model.registries[0];
  if (registry === undefined) throw new Error("no registry");
  const shape = describeSplit(registry, model);
  const rng = createRng(7);
  const parts = new Float64Array(count);
  return Array.from({ length: 400 }, () => {
    drawLanding(shape, count === NODES ? even : new Float64Array(count).fill(1), { rng, parts });
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(count, 6);
    expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
    return Math.max(...parts);
  });
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("where a load falls that has not been there", () => {
  test("what is even at home falls nearly evenly, what sits on one node sits on one node again", () => {
    const spreadOut = greatestOf(modelOf(Array.from({ length: NODES }, () => 1)));
    const lumped = greatestOf(modelOf([4.5, ...Array.from({ length: NODES - 1 }, () => 0.5)]));
    expect(mean(spreadOut)).toBeLessThan(1.4);
    expect(mean(lumped)).toBeGreaterThan(3);
  });

  test("one heavy node keeps its part of the whole on more nodes, so that it stands out more", () => {
    const lumped = modelOf([4.5, ...Array.from({ length: NODES - 1 }, () => 0.5)]);
    expect(mean(greatestOf(lumped, 2 * NODES))).toBeGreaterThan(1.4 * mean(greatestOf(lumped)));
  });

  test("no node is preferred", () => {
    const model = modelOf([4.5, ...Array.from({ length: NODES - 1 }, () => 0.5)]);
    const registry = model.registries[0];
    if (registry === undefined) throw new Error("no registry");
    const rng = createRng(3);
    const hits = new Float64Array(NODES);
    const parts = new Float64Array(NODES);
    for (let draw = 0; draw < 1_600; draw++) {
      drawLanding(describeSplit(registry, model), even, { rng, parts });
      const at = parts.indexOf(Math.max(...parts));
      hits[at] = (hits[at] ?? 0) + 1;
    }
    for (const count of hits) expect(Math.abs(count - 200)).toBeLessThan(70);
  });
});
