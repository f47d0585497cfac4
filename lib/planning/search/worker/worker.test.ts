import { expect, test } from "vitest";
import { plantedInstance } from "../../../bench/planner/plannerInstances.ts";
import { searchPlacement } from "../index.ts";
import { searchInThread } from "./commands.ts";

const { instance } = plantedInstance(3, {
  size: { stamps: 5, items: 60, bins: 60, kinds: 2 },
  shuffles: 6,
  slackPoints: 1,
});

test("a thread finds the same plan, and tells how far it is", async () => {
  const options = { seed: 2, mostEvaluations: 5_000 };
  const told: number[] = [];
  const result = await searchInThread(instance, {
    ...options,
    onProgress: ({ evaluations }) => told.push(evaluations),
  });
  expect(result).toEqual(searchPlacement(instance, options));
  expect(told.length).toBeGreaterThan(1);
});

test("cancelled, it returns what it has, marked incomplete", async () => {
  const cancel = new AbortController();
  const started = searchInThread(
    instance,
    { seed: 2, mostEvaluations: 1e9, onProgress: ({ evaluations }) => evaluations > 500 && cancel.abort() },
    cancel.signal,
  );
  expect((await started).complete).toBe(false);
});

test("an instance that contradicts itself is refused", async () => {
  const broken = { ...instance, pools: instance.pools.map((pool) => ({ ...pool, scale: 0 })) };
  await expect(searchInThread(broken, { seed: 1 })).rejects.toThrow("scale");
});
