import { describe, expect, test } from "vitest";
import type { PoolHealth } from "../hotness/health/poolHealth.ts";
import { describeHealth } from "./describeHealth.ts";

/** 2 March 2026, 14:00 UTC. */
const NOW = Date.UTC(2026, 2, 2, 14) / 60_000;

function say(more: Partial<PoolHealth>): string {
  const health: PoolHealth = {
    pool: { id: 1, name: "dataproxy", kind: "dataproxy", stamp: "wus-a", region: "westus" },
    isPlanned: false,
    concern: "none",
    lastMinute: NOW - 1,
    coverage: { bins: 1, nodeMinutes: 1, lesser: 1 },
    gaps: [],
    silentMinutes: 0,
    stopped: [],
    nodes: 11,
    received: 100,
    late: 0,
    lateShare: 0,
    senders: [],
    ...more,
  };
  return describeHealth(health, NOW).replace(/[\u00a0\u202f]/g, " ");
}

const gap = (from: number, to: number, isOpen = false) => ({
  fromMinute: NOW - from,
  toMinute: NOW - to,
  isOpen,
});
const sender = (stillSendsFor: number) => ({
  source: "collector-west",
  endpoint: "samples/cpu",
  lastReceivedMs: 0,
  stillSendsFor,
});

describe("what a pool's data needs, in words", () => {
  test.each([
    ["complete", {}, "Complete."],
    [
      "silent, its sender lively",
      { concern: "silent", lastMinute: NOW - 43, gaps: [gap(42, 0, true)], senders: [sender(11)] },
      "Silent since 13:18 UTC, for 42 min. Its sender collector-west goes on for 11 other pools.",
    ],
    [
      "silent for days, its sender gone",
      { concern: "silent", lastMinute: NOW - 4_321, senders: [sender(0)] },
      "Silent since 27 Feb 14:00 UTC, for 3 d. Its sender collector-west is silent altogether.",
    ],
    [
      "silent, its past read since",
      {
        concern: "silent",
        lastMinute: NOW - 43,
        gaps: [gap(42, 0, true)],
        senders: [{ ...sender(0), source: "pull west", endpoint: "backfill" }, sender(11)],
      },
      "Silent since 13:18 UTC, for 42 min. Its sender collector-west goes on for 11 other pools.",
    ],
    [
      "silent, but usually late",
      { concern: "silent", lastMinute: NOW - 9, lateShare: 0.63 },
      "Silent since 13:52 UTC, for 8 min. 63 % of its samples come over 5 minutes late.",
    ],
    [
      "never",
      { concern: "never", lastMinute: null },
      "Has never sent a sample. Samples find it as stamp wus-a, pool dataproxy.",
    ],
    ["one gap", { concern: "gaps", gaps: [gap(400, 360)] }, "Was silent for 40 min, 07:20 to 08:00 UTC."],
    [
      "several gaps",
      { concern: "gaps", gaps: [gap(900, 890), gap(400, 360), gap(30, 20)] },
      "Was silent 3 times, 1 h in all; the longest 07:20 to 08:00 UTC.",
    ],
    [
      "silent nodes within",
      { concern: "thin", coverage: { bins: 1, nodeMinutes: 0.82, lesser: 0.82 } },
      "Only 82 % of the expected node-minutes have data.",
    ],
    ["late", { concern: "late", lateShare: 0.5 }, "50 % of its samples come over 5 minutes late."],
    [
      "one node stopped",
      { concern: "nodes", stopped: [{ name: "n07", lastMinute: NOW - 116 }] },
      "n07 stopped at 12:04 UTC, while 11 others go on: scaled in, or lost.",
    ],
    ["planned", { concern: "planned", lastMinute: null }, "Planned: there is nothing to report yet."],
  ] as const)("%s", (_, more, expected) => {
    expect(say(more)).toBe(expected);
  });

  test("nodes that stopped are said after what is more urgent, but not of a pool that is silent itself", () => {
    const stopped = ["n1", "n2", "n3", "n4"].map((name) => ({ name, lastMinute: NOW - 60 }));
    expect(say({ concern: "late", lateShare: 0.5, stopped })).toContain(
      "n1, n2, n3 and 1 more stopped, the last at",
    );
    expect(say({ concern: "silent", lastMinute: NOW - 30, stopped })).not.toContain("n1");
  });
});
