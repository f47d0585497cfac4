import { expect, test } from "vitest";
import { nodeMatrixOf } from "../hotness/poolWindowForTests.ts";
import { countAliveNodes } from "./aliveNodes.ts";

const silent = (minutes: number) => Array.from({ length: minutes }, () => null);

test("a node whose samples stop for up to 15 minutes and go on was there all the time", () => {
  const alive = countAliveNodes(
    nodeMatrixOf({ a: [5, ...silent(15), 5], b: Array.from({ length: 17 }, () => 5) }),
  );
  expect([...alive]).toEqual(Array.from({ length: 17 }, () => 2));
});

test("a node that is silent for longer was gone, and one that never comes back is gone at once", () => {
  const alive = countAliveNodes(nodeMatrixOf({ a: [5, ...silent(16), 5, null, null] }));
  expect([...alive]).toEqual([1, ...Array.from({ length: 16 }, () => 0), 1, 0, 0]);
});
