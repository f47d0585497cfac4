import { describe, expect, test } from "vitest";
import { planForTests, poolForTests } from "../planForTests.ts";
import { followPools, outcomesAfter } from "./planPools.ts";

const { assessment } = planForTests();

describe("pools before and after", () => {
  test("all phases are the plan's own numbers", () => {
    const [source, destination] = outcomesAfter(assessment, null, {});
    expect(source).toMatchObject({
      id: "s-a/dataproxy",
      stateBefore: "normal",
      stateAfter: "cool",
      room: 11.5,
    });
    expect(source?.p95).toEqual({ before: 43, after: { value: 28.5, low: 26.5, high: 30.5 }, change: -14.5 });
    expect(destination?.p95.change).toBeNull();
  });

  test("some phases are those of the last of them that touches the pool", () => {
    const [source] = outcomesAfter(assessment, 2, {});
    expect(source?.p95.after?.value).toBeCloseTo(43 - (14.5 * 2) / 3, 9);
  });

  test("no phase leaves every pool as it was measured, untouched, and a stamp that is to be made without a number", () => {
    const pools = outcomesAfter(assessment, 0, {});
    expect(pools.map(({ role }) => role)).toEqual(["untouched", "untouched"]);
    expect(pools.map(({ p95 }) => p95.after?.value ?? null)).toEqual([43, null]);
  });

  test("go by the thresholds of their kind", () => {
    const [source] = outcomesAfter(assessment, null, {
      dataproxy: { normal: 5, warm: 10, hot: 20, critical: 40 },
    });
    expect(source).toMatchObject({ stateBefore: "critical", stateAfter: "hot" });
  });
});

test("a pool is followed through every phase; one that a phase does not touch stays what it was", () => {
  const [first, second, third] = assessment.phases;
  if (first === undefined || second === undefined || third === undefined) throw new Error("three phases");
  const untouched = { ...second, pools: [] };
  const dark = { ...third, pools: [poolForTests({ stamp: "s-a", role: "source", before: 43, after: null })] };
  const [source] = followPools({ pools: assessment.pools, phases: [first, untouched, dark] });
  expect(source?.before).toBe(43);
  expect(source?.after.map(({ isTouched }) => isTouched)).toEqual([true, false, true]);
  expect(source?.after[1]?.value).toBe(source?.after[0]?.value);
  expect(source?.after[2]).toEqual({ value: null, high: null, isTouched: true });
});
