import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEMO_SEED } from "./demoSeed.ts";
import { buildFleet, demoFleet } from "./fleet.ts";
import { createRenderer, type RenderedPool } from "./render.ts";
import { homeBindings, poolNamed } from "./renderForTests.ts";
import { saturate } from "./saturation.ts";
import { demoFaults } from "./story.ts";
import type { DemoBinding, DemoPool, ReplicaTraits } from "./types.ts";

const fleet = await demoFleet(DEMO_SEED);
const anchorMinute = 29_700_743;
const renderer = createRenderer(DEMO_SEED, demoFaults(anchorMinute));
const pools = fleet.stamps.flatMap((stamp) => stamp.pools);

/** What is stored of one minute. */
function minuteOf(rendered: RenderedPool, minute: number) {
  const at = minute - rendered.fromMinute;
  return {
    cpu: rendered.cpu.map((values) => values[at]),
    load: rendered.load
      .map(({ replica, requests, bytes }) => [replica.registry, requests[at], bytes[at]])
      .filter(([, requests]) => requests !== 0),
  };
}

test("the same seed and anchor minute give the same bytes, whoever renders them", () => {
  const again = buildFleet(DEMO_SEED);
  const other = createRenderer(DEMO_SEED, demoFaults(anchorMinute));
  const window = { fromMinute: anchorMinute - 400, toMinute: anchorMinute };
  for (const pool of pools) {
    const one = renderer.renderPool(pool, homeBindings(fleet, pool), window);
    const two = other.renderPool(pool, homeBindings(again, pool), window);
    expect(two.cpu).toEqual(one.cpu);
    expect(two.load.map(({ requests, bytes }) => [requests, bytes])).toEqual(
      one.load.map(({ requests, bytes }) => [requests, bytes]),
    );
  }
});

test("another seed gives other bytes", () => {
  const pool = poolNamed(fleet, "wus-c", "registry");
  const window = { fromMinute: anchorMinute, toMinute: anchorMinute + 5 };
  const other = createRenderer(DEMO_SEED + 1, []).renderPool(pool, homeBindings(fleet, pool), window);
  expect(other.cpu).not.toEqual(renderer.renderPool(pool, homeBindings(fleet, pool), window).cpu);
});

test("any minute rendered alone is the minute of a day rendered in one go", () => {
  const day = { fromMinute: anchorMinute - 1_440, toMinute: anchorMinute };
  fc.assert(
    fc.property(
      fc.constantFrom(...pools),
      fc.integer({ min: 0, max: 1_439 }),
      fc.integer({ min: 1, max: 130 }),
      (pool, offset, length) => {
        const bindings = homeBindings(fleet, pool);
        const fromMinute = day.fromMinute + offset;
        const toMinute = Math.min(day.toMinute, fromMinute + length);
        const whole = renderer.renderPool(pool, bindings, day);
        const part = renderer.renderPool(pool, bindings.toReversed(), { fromMinute, toMinute });
        for (const minute of [fromMinute, toMinute - 1]) {
          expect(minuteOf(part, minute)).toEqual(minuteOf(whole, minute));
        }
      },
    ),
    { numRuns: 25 },
  );
});

/** A replica that moves from one stamp to another at an instant, everybody else at home. */
function moved(replica: ReplicaTraits, [from, to]: readonly [DemoPool, DemoPool], atMs: number) {
  const others = (pool: DemoPool) => homeBindings(fleet, pool).filter((one) => one.replica !== replica);
  const source: DemoBinding = { replica, boundAtMs: 0, unboundAtMs: atMs };
  const destination: DemoBinding = { replica, boundAtMs: atMs, unboundAtMs: null };
  return { source: [...others(from), source], destination: [...others(to), destination] };
}

describe("a binding that changes", () => {
  const from = poolNamed(fleet, "wus-d", "dataproxy");
  const to = poolNamed(fleet, "wus-c", "dataproxy");
  const largest = fleet.homes
    .filter((home) => home.stamp === "wus-d")
    .sort(
      (a, b) => b.replica.kinds.dataproxy.requestsPerMinute - a.replica.kinds.dataproxy.requestsPerMinute,
    )[0];
  if (largest === undefined) throw new Error("nobody lives on wus-d");
  const { replica } = largest;
  const changed = anchorMinute * 60_000 + 20_000;
  const window = { fromMinute: anchorMinute - 120, toMinute: anchorMinute + 240 };
  const before = renderer.renderPool(from, homeBindings(fleet, from), window);
  const bindings = moved(replica, [from, to], changed);
  const source = renderer.renderPool(from, bindings.source, window);
  const destination = renderer.renderPool(to, bindings.destination, window);
  const requestsOf = (rendered: RenderedPool, minute: number) =>
    rendered.load.find((row) => row.replica === replica)?.requests[minute - rendered.fromMinute] ?? 0;

  test("does not change a minute before it", () => {
    for (let minute = window.fromMinute; minute < anchorMinute; minute++) {
      expect(minuteOf(source, minute)).toEqual(minuteOf(before, minute));
    }
  });

  test("takes the same load along, in every minute, also while traffic moves over", () => {
    for (let minute = window.fromMinute; minute < window.toMinute; minute++) {
      const both = requestsOf(source, minute) + requestsOf(destination, minute);
      expect(Math.abs(both - requestsOf(before, minute))).toBeLessThanOrEqual(1);
    }
    expect(requestsOf(source, anchorMinute)).toBeGreaterThan(0);
    expect(requestsOf(destination, anchorMinute)).toBeGreaterThan(0);
  });

  test("has drained in the first whole minute that begins 60 seconds after it", () => {
    for (let minute = anchorMinute + 2; minute < window.toMinute; minute++)
      expect(requestsOf(source, minute)).toBe(0);
  });

  test("relieves the source for good, and costs more at the destination's cold cache than later", () => {
    const total = (rendered: RenderedPool, first: number) =>
      rendered.cpu.reduce((sum, values) => {
        const at = first - rendered.fromMinute;
        return sum + values.subarray(at, at + 10).reduce((part, value) => part + value, 0);
      }, 0);
    const without = renderer.renderPool(to, homeBindings(fleet, to), window);
    const extra = (first: number) => {
      const requests = Array.from({ length: 10 }, (_, index) => requestsOf(destination, first + index));
      const asked = requests.reduce((sum, value) => sum + value, 0);
      return (total(destination, first) - total(without, first)) / asked;
    };
    expect(extra(anchorMinute + 1) / extra(anchorMinute + 200)).toBeGreaterThan(1.2);
    expect(total(source, anchorMinute + 100)).toBeLessThan(total(before, anchorMinute + 100));
  });
});

test("a pool that nobody is bound to idles; one that is overwhelmed saturates below 100 %", () => {
  const pool = poolNamed(fleet, "weu-b", "dataproxy");
  const window = { fromMinute: anchorMinute, toMinute: anchorMinute + 120 };
  const idle = renderer.renderPool(pool, [], window);
  expect(idle.load).toEqual([]);
  expect(Math.max(...idle.cpu.map((values) => Math.max(...values)))).toBeLessThan(700);
  const everybody = fleet.homes.map(({ replica }) => ({ replica, boundAtMs: 0, unboundAtMs: null }));
  const full = renderer.renderPool({ ...pool, nodeCount: 6 }, everybody, window);
  expect(Math.min(...full.cpu.map((values) => Math.min(...values)))).toBeGreaterThan(9_000);
  expect(Math.max(...full.cpu.map((values) => Math.max(...values)))).toBeLessThan(10_000);
  expect(saturate(60)).toBe(60);
});

test("a new stamp renders from its pools alone", () => {
  const pool = { stamp: "wus-iso-9", name: "dataproxy", kind: "dataproxy", vcpusPerNode: 8, nodeCount: 9 };
  const bindings = homeBindings(fleet, poolNamed(fleet, "wus-c", "dataproxy"));
  const rendered = renderer.renderPool(pool, bindings, {
    fromMinute: anchorMinute,
    toMinute: anchorMinute + 60,
  });
  expect(rendered.nodes).toEqual(["n00", "n01", "n02", "n03", "n04", "n05", "n06", "n07", "n08"]);
  expect(rendered.load.length).toBeGreaterThan(10);
  const odd = renderer.renderPool({ ...pool, kind: "gateway" }, bindings, { fromMinute: 0, toMinute: 60 });
  expect(odd.load).toEqual([]);
});
