import { describe, expect, test } from "vitest";
import { diagnoseSickNode, maySickNodeBe } from "./diagnoseSickNode.ts";
import { measurePool } from "./measurePool.ts";
import { type NodePercents, nodeMatrixOf, poolWindowOf } from "./poolWindowForTests.ts";
import { DEFAULT_HOTNESS_SETTINGS as settings } from "./types.ts";

const steady = (percent: number | null, bins = 100) => Array<number | null>(bins).fill(percent);
/** `percent` in the first `bins` of 100, else `rest`. */
const partly = (percent: number, bins: number, rest: number) =>
  Array.from({ length: 100 }, (_, bin) => (bin < bins ? percent : rest));

const diagnose = (nodes: NodePercents, explained?: boolean) =>
  diagnoseSickNode(nodeMatrixOf(nodes), settings, explained);

test("one node far over its like is sick, and the P95 without it says by how much", () => {
  expect(diagnose({ n0: steady(20), n1: steady(70), n2: steady(30) })).toEqual({
    slot: 1,
    name: "n1",
    share: 1,
    hotNodeP95: 70,
    hotNodeP95Without: 30,
    gapPoints: 40,
    cause: "unexamined",
  });
});

test("without the node the greatest of the others is taken anew in every bin", () => {
  const rest = { n0: partly(10, 50, 40), n1: partly(40, 50, 10) };
  expect(diagnose({ ...rest, sick: steady(80) })?.hotNodeP95Without).toBe(40);
});

describe("each condition holds from its bound on", () => {
  test.each<[string, NodePercents, boolean]>([
    ["P95 exactly warm", { a: steady(50), b: steady(10), c: steady(10) }, true],
    ["P95 under warm", { a: steady(49.99), b: steady(10), c: steady(10) }, false],
    ["hottest in 60 % of bins", { a: partly(70, 60, 40), b: steady(45), c: steady(10) }, true],
    ["hottest in 59 % of bins", { a: partly(70, 59, 40), b: steady(45), c: steady(10) }, false],
    ["15 points lower without it", { a: steady(60), b: steady(45), c: steady(10) }, true],
    ["14.99 points lower without it", { a: steady(60), b: steady(45.01), c: steady(10) }, false],
  ])("%s", (_, nodes, sick) => {
    expect(diagnose(nodes) !== null).toBe(sick);
  });
});

test("where there is nothing to compare with there is no verdict", () => {
  expect(diagnose({})).toBeNull();
  expect(diagnose({ n0: steady(null) })).toBeNull();
  expect(diagnose({ n0: steady(90) })).toBeNull();
  const silent = Array.from({ length: 100 }, (_, bin) => (bin < 49 ? 10 : null));
  expect(diagnose({ n0: steady(90), n1: silent })).toBeNull();
});

test("the load model has the last word on the cause", () => {
  const nodes = { a: steady(90), b: steady(20), c: steady(20) };
  expect(diagnose(nodes, true)?.cause).toBe("uneven_split");
  expect(diagnose(nodes, false)?.cause).toBe("mend_node");
});

test("the matrix may list its nodes in any order and slots with gaps", () => {
  const matrix = nodeMatrixOf({ n9: steady(20), n1: steady(90) });
  const nodes = [
    { slot: 40, name: "n9" },
    { slot: 7, name: "n1" },
  ];
  expect(diagnoseSickNode({ ...matrix, nodes }, settings)).toMatchObject({ slot: 7, name: "n1" });
});

test("the measures alone pick out every pool that can have a sick node", () => {
  const context = { nowMinute: 0, relative: false, recent: null, ownPeak: null };
  const suspect = (nodes: NodePercents) =>
    maySickNodeBe(measurePool(poolWindowOf(nodes), context, settings), settings);
  expect(suspect({ a: partly(70, 60, 40), b: steady(45) })).toBe(true);
  expect(suspect({ a: partly(70, 59, 40), b: steady(45) })).toBe(false);
  expect(suspect({ a: steady(49), b: steady(1) })).toBe(false);
  expect(suspect({ a: steady(null) })).toBe(false);
});
