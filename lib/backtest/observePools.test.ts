import { describe, expect, test } from "vitest";
import { measureSeries } from "../contribution/fittedPool.ts";
import { burstyLoad, poolForTests, type TestRegistry } from "../contribution/poolForTests.ts";
import { simulationPoolForTests } from "../simulation/regionForTests.ts";
import { findEpisodes } from "./findEpisodes.ts";
import { type ObservedPool, observePools } from "./observePools.ts";
import { predictPools } from "./predictPools.ts";

const BINS = 400;
const WINDOW = { fromMinute: 0, toMinute: BINS };
const registry = (
  name: string,
  mean: number,
  seed: number,
  more: Partial<TestRegistry> = {},
): TestRegistry => ({ name, requests: burstyLoad(mean, seed, BINS), pointsPerRequest: 0.5, ...more });

const [episode] = findEpisodes([
  { region: "westus", registry: "mover", from: "a", to: "b", atMs: Date.parse("2026-03-02T10:00Z") },
]);
if (episode === undefined) throw new Error("no episode");

/** Before: the mover on a. After, on a day twice as busy: the mover on b. */
const before = {
  a: [registry("big", 60, 1), registry("mover", 50, 2)],
  b: [registry("other", 40, 3), registry("quiet", 10, 4)],
};
const after = {
  a: [registry("big", 120, 11)],
  b: [registry("other", 80, 13), registry("quiet", 20, 14), registry("mover", 100, 12)],
};

function pools(): { readonly observed: ObservedPool[]; readonly truth: (stamp: "a" | "b") => number } {
  const nodes = { a: 5, b: 6 };
  const rendered = {
    a: poolForTests({ nodes: nodes.a, bins: BINS, registries: after.a, seed: 21 }),
    b: poolForTests({ nodes: nodes.b, bins: BINS, registries: after.b, seed: 22 }),
  };
  const observed = (["a", "b"] as const).map((stamp) => ({
    before: simulationPoolForTests({ stamp, nodes: nodes[stamp], bins: BINS, registries: before[stamp] }),
    loadAfter: rendered[stamp].load,
  }));
  return {
    observed,
    truth: (stamp) => measureSeries(rendered[stamp].nodes).hotNodeP95 ?? Number.NaN,
  };
}

describe("a busier day after a move", () => {
  const { observed, truth } = pools();
  const asPredicted = predictPools(
    episode,
    observed.map((pool) => pool.before),
    WINDOW,
  );
  const onLoad = predictPools(episode, observePools(episode, observed), WINDOW);

  test("is missed from the hours before alone, and told within two points on the load that came", () => {
    for (const [place, stamp] of (["a", "b"] as const).entries()) {
      const early = asPredicted[place]?.predicted?.hotNodeP95.value ?? Number.NaN;
      const late = onLoad[place]?.predicted?.hotNodeP95.value ?? Number.NaN;
      expect(Math.abs(early - truth(stamp))).toBeGreaterThan(5);
      expect(Math.abs(late - truth(stamp)), `${stamp}: ${late} instead of ${truth(stamp)}`).toBeLessThan(2);
    }
  });

  test("the pool that loses is the source, the other the destination, by either", () => {
    for (const predictions of [asPredicted, onLoad])
      expect(predictions.map(({ stamp, role }) => [stamp, role])).toEqual([
        ["a", "source"],
        ["b", "destination"],
      ]);
  });

  test("a source whose mover’s load was not reported where it went is refused, never guessed", () => {
    const [source, destination] = observed;
    if (source === undefined || destination === undefined) throw new Error("two pools");
    const blind = predictPools(
      episode,
      observePools(episode, [source, { ...destination, loadAfter: null }]),
      WINDOW,
    );
    expect(blind.map(({ predicted }) => predicted)).toEqual([null, null]);
    expect(blind[0]?.refusal).toBe("no_load_before");
  });
});

test("a pool without load, or with half of its data, is refused with its reason", () => {
  const half = (["a", "b"] as const).map((stamp) =>
    simulationPoolForTests({ stamp, nodes: 5, bins: BINS, registries: before[stamp], silent: stamp === "a" }),
  );
  const [source, destination] = predictPools(episode, half, WINDOW);
  expect(source).toMatchObject({ stamp: "a", refusal: "no_load_before", predicted: null });
  // It has a model, but nothing is known of what arrives.
  expect(destination).toMatchObject({ stamp: "b", refusal: "arrivals_unknown", predicted: null });
  const thin = (["a", "b"] as const).map((stamp) =>
    simulationPoolForTests({ stamp, nodes: 5, bins: BINS, registries: before[stamp], coverage: 0.4 }),
  );
  for (const { refusal, predicted } of predictPools(episode, thin, WINDOW)) {
    expect(refusal).toBe("coverage_before");
    expect(predicted).toBeNull();
  }
});
