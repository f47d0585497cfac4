import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../core/index.ts";
import { classifyState, DEFAULT_HOTNESS_SETTINGS, diagnoseSickNode, hotNodeP95 } from "../hotness/index.ts";
import { DEMO_SEED } from "./demoSeed.ts";
import { demoFleet } from "./fleet.ts";
import { createRenderer } from "./render.ts";
import { homeBindings, nodeMatrixOf, poolNamed, poolWindowOf } from "./renderForTests.ts";
import { demoFaults, demoSignals, historyStart, pastMoves, reportedUntil } from "./story.ts";

const fleet = await demoFleet(DEMO_SEED);
/** A Wednesday, 10:20 in westus, 19:20 in westeurope. */
const anchorMs = Date.parse("2026-11-18T18:20Z");
const anchorMinute = anchorMs / MINUTE_MS;
const faults = demoFaults(anchorMinute);
const halfDay = { fromMinute: anchorMinute - 720, toMinute: anchorMinute };

function render(stamp: string, name: string, window = halfDay) {
  const pool = poolNamed(fleet, stamp, name);
  return createRenderer(DEMO_SEED, faults).renderPool(pool, homeBindings(fleet, pool), window);
}

test("a node of weu-c is sick by the product's own diagnosis, and was well four days ago", () => {
  const settings = DEFAULT_HOTNESS_SETTINGS;
  expect(diagnoseSickNode(nodeMatrixOf(render("weu-c", "registry")), settings)).toMatchObject({
    name: "n03",
  });
  const earlier = { fromMinute: anchorMinute - 6_480, toMinute: anchorMinute - 5_760 };
  expect(diagnoseSickNode(nodeMatrixOf(render("weu-c", "registry", earlier)), settings)).toBeNull();
});

test("the sick node's heat has no load behind it: the pool's load is what it would be anyway", () => {
  const pool = poolNamed(fleet, "weu-c", "registry");
  const well = createRenderer(DEMO_SEED, []).renderPool(pool, homeBindings(fleet, pool), halfDay);
  expect(render("weu-c", "registry").load).toEqual(well.load);
});

test("a pool lost 40 minutes of all nodes, and its load went on being reported", () => {
  const rendered = render("weu-d", "dataproxy");
  const { present } = poolWindowOf(rendered);
  const lost = [...present.keys()].filter((at) => present[at] === 0);
  expect(lost).toHaveLength(40);
  expect((lost.at(-1) ?? 0) - (lost[0] ?? 0)).toBe(39);
  expect(rendered.load.every(({ requests }) => requests.length === 720)).toBe(true);
});

test("a node of wus-d stopped reporting hours ago and stays silent", () => {
  const later = { fromMinute: anchorMinute - 720, toMinute: anchorMinute + 600 };
  const silent = render("wus-d", "registry", later).cpu[5] ?? new Int16Array();
  expect(silent.findIndex((value) => value < 0)).toBe(720 - 252);
  expect(silent.subarray(720 - 252).every((value) => value < 0)).toBe(true);
});

describe("the late reporter", () => {
  test("is now and then stale, never far behind, and reports every minute in the end", () => {
    const pool = { stamp: "weu-e", name: "dataproxy" };
    const behind = Array.from({ length: 60 }, (_, minute) => {
      const nowMs = anchorMs + minute * MINUTE_MS;
      return nowMs / MINUTE_MS - reportedUntil(pool, nowMs);
    });
    expect(Math.max(...behind)).toBeGreaterThan(5);
    expect(Math.min(...behind)).toBeLessThan(5);
    expect(Math.max(...behind)).toBeLessThan(10);
  });

  test("is the only one: others report each minute once it has closed", () => {
    const late = fleet.stamps
      .flatMap((stamp) => stamp.pools)
      .filter((pool) => reportedUntil(pool, anchorMs + 59_999) !== anchorMinute);
    expect(late.map((pool) => `${pool.stamp}/${pool.name}`)).toEqual(["weu-e/dataproxy"]);
  });
});

test("ten replicas have been moved within the history, none of them from or to the worked example's stamps", () => {
  const moves = pastMoves(fleet, anchorMinute);
  expect(new Set(moves.map((move) => move.home)).size).toBe(10);
  for (const { home, from, atMs } of moves) {
    expect(["wus-a", "wus-b"]).not.toContain(from);
    expect(["wus-a", "wus-b"]).not.toContain(home.stamp);
    expect(from).not.toBe(home.stamp);
    expect(atMs / MINUTE_MS).toBeGreaterThan(historyStart(anchorMinute));
    expect(atMs).toBeLessThan(anchorMs);
  }
});

test("there are open and past signals, one open of high severity, each on a stamp of the fleet", () => {
  const signals = demoSignals(anchorMinute);
  expect(signals.filter((signal) => signal.to === null && signal.severity === "high")).toHaveLength(1);
  expect(signals.filter((signal) => signal.to !== null).length).toBeGreaterThan(3);
  for (const signal of signals) {
    expect(fleet.stamps.map((stamp) => stamp.name)).toContain(signal.stamp);
    expect(signal.to ?? anchorMs).toBeGreaterThan(signal.from);
  }
});

test("the fleet is a believable picture: most pools cool or normal, a handful warm or hot, both regions with work to do", () => {
  const { thresholds } = DEFAULT_HOTNESS_SETTINGS;
  const pools = fleet.stamps.flatMap((stamp) =>
    stamp.pools.map((pool) => {
      const p95 = hotNodeP95(poolWindowOf(render(pool.stamp, pool.name)).hot) ?? 0;
      const limit = fleet.regions.find((region) => region.name === stamp.region)?.limitP95 ?? 0;
      return {
        stamp: stamp.name,
        region: stamp.region,
        state: classifyState(p95, thresholds),
        isOver: p95 > limit,
      };
    }),
  );
  const calm = pools.filter((pool) => pool.state === "cool" || pool.state === "normal");
  expect(calm.length / pools.length).toBeGreaterThan(0.7);
  for (const { name } of fleet.regions) {
    const over = new Set(
      pools.filter((pool) => pool.region === name && pool.isOver).map((pool) => pool.stamp),
    );
    expect(over.size).toBeGreaterThanOrEqual(2);
    expect(over.size).toBeLessThanOrEqual(3);
  }
});

test("eight full days lie before the anchor's own", () => {
  const start = historyStart(anchorMinute);
  expect(start % 1_440).toBe(0);
  expect(anchorMinute - start).toBe(8 * 1_440 + 18 * 60 + 20);
});
