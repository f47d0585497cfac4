import { describe, expect, test } from "vitest";
import type { FleetPool } from "../../fleet/types.ts";
import type { PoolIntake } from "../../telemetry/intake/intakeReport.ts";
import { poolWindowOf } from "../poolWindowForTests.ts";
import { DEFAULT_HOTNESS_SETTINGS } from "../types.ts";
import { type HealthInput, type PoolHealth, poolHealth, silentSources, sortByConcern } from "./poolHealth.ts";

const NOW = 100_000;
const DAY = 1_440;

const pool: FleetPool = {
  id: 1,
  name: "dataproxy",
  kind: "dataproxy",
  stampId: 1,
  stamp: "wus-a",
  regionId: 1,
  region: "westus",
  vcpusPerNode: null,
  minInstances: null,
  maxInstances: null,
};

const intake = (more: Partial<PoolIntake> = {}): PoolIntake => ({
  pool: 1,
  source: "collector",
  endpoint: "samples/cpu",
  received: 1_000,
  rounded: 0,
  late: 0,
  lastSampleMs: 0,
  lastReceivedMs: NOW * 60_000,
  ...more,
});

/** A day of minutes; those from…to before now are silent. */
function dayOf(...gaps: readonly { from: number; to: number }[]) {
  const values = Array.from({ length: DAY }, (_, bin) => {
    const age = DAY - bin;
    return gaps.some(({ from, to }) => age <= from && age > to) ? null : 20;
  });
  return poolWindowOf({ n0: values }, NOW - DAY);
}

function judge(more: Partial<HealthInput> = {}, others: readonly PoolIntake[] = []): PoolHealth {
  const input: HealthInput = {
    pool,
    isPlanned: false,
    window: dayOf(),
    hadDataBefore: true,
    lastMinute: NOW - 1,
    stopped: [],
    intake: [intake()],
    nowMinute: NOW,
    ...more,
  };
  return poolHealth(input, DEFAULT_HOTNESS_SETTINGS, [...input.intake, ...others]);
}

describe("what a pool's data needs", () => {
  test("nothing, where every minute is there", () => {
    expect(judge()).toMatchObject({ concern: "none", silentMinutes: 0, gaps: [], nodes: 1 });
    expect(judge().coverage.lesser).toBe(1);
  });

  test("silent once no sample has come for longer than the setting; to the minute", () => {
    expect(judge({ lastMinute: NOW - 5 }).concern).toBe("none");
    expect(judge({ lastMinute: NOW - 6 }).concern).toBe("silent");
    expect(judge({ window: null, lastMinute: NOW - 5_000 }).concern).toBe("silent");
  });

  test("a pool that has never sent is told apart from one that is only planned", () => {
    const nothing = { window: null, lastMinute: null, hadDataBefore: false };
    expect(judge(nothing).concern).toBe("never");
    expect(judge({ ...nothing, isPlanned: true }).concern).toBe("planned");
  });

  test("gaps count; more than a tenth of the day missing is worse", () => {
    const oneGap = judge({ window: dayOf({ from: 400, to: 360 }) });
    expect(oneGap).toMatchObject({ concern: "gaps", silentMinutes: 40 });
    expect(judge({ window: dayOf({ from: 400, to: 200 }) }).concern).toBe("thin");
  });

  test("a new pool is not blamed for the time before its first sample", () => {
    const halfDay = dayOf({ from: DAY, to: 700 });
    expect(judge({ window: halfDay, hadDataBefore: false })).toMatchObject({ concern: "none", gaps: [] });
    expect(judge({ window: halfDay }).concern).toBe("thin");
  });

  test("late from a fifth of the samples on; what was read from files, or of the past, is never late", () => {
    expect(judge({ intake: [intake({ late: 199 })] }).concern).toBe("none");
    expect(judge({ intake: [intake({ late: 200 })] })).toMatchObject({ concern: "late", lateShare: 0.2 });
    const file = intake({ endpoint: "import", source: "old.csv", received: 90_000, late: 90_000 });
    const past = { ...file, endpoint: "backfill", source: "pull old" };
    for (const other of [file, past])
      expect(judge({ intake: [intake(), other] })).toMatchObject({
        concern: "none",
        late: 0,
        received: 91_000,
      });
  });

  test("nodes that stopped are the least of it", () => {
    const stopped = [{ name: "n7", lastMinute: NOW - 90 }];
    expect(judge({ stopped }).concern).toBe("nodes");
    expect(judge({ stopped, window: dayOf({ from: 400, to: 390 }) }).concern).toBe("gaps");
  });
});

test("whether the sender goes on for other pools: only fresh ones of the same sender and door count", () => {
  const others = [
    intake({ pool: 2 }),
    intake({ pool: 3, lastReceivedMs: (NOW - 6) * 60_000 }),
    intake({ pool: 4, source: "another" }),
    intake({ pool: 5, endpoint: "import" }),
  ];
  expect(judge({}, others).senders).toMatchObject([{ source: "collector", stillSendsFor: 1 }]);
});

test("what needs attention stands first: by concern, then by minutes missing, then by name", () => {
  const named = (name: string, more: Partial<HealthInput>) => judge({ ...more, pool: { ...pool, name } });
  const sorted = sortByConcern([
    named("a-complete", {}),
    named("b-short-gap", { window: dayOf({ from: 400, to: 390 }) }),
    named("d-long-gap", { window: dayOf({ from: 400, to: 360 }) }),
    named("c-long-gap", { window: dayOf({ from: 400, to: 360 }) }),
    named("z-silent", { lastMinute: NOW - 30 }),
  ]);
  expect(sorted.map((one) => one.pool.name)).toEqual([
    "z-silent",
    "c-long-gap",
    "d-long-gap",
    "b-short-gap",
    "a-complete",
  ]);
});

test("a sender is silent when nothing has come from it for longer than asked; files are no senders", () => {
  const source = (name: string, endpoint: string, lastReceivedMs: number) => ({
    source: name,
    endpoint,
    pools: 1,
    received: 1,
    duplicate: 0,
    rounded: 0,
    late: 0,
    rejected: 0,
    lastSampleMs: null,
    lastReceivedMs,
  });
  const sources = [
    source("quiet", "samples/cpu", 0),
    source("lively", "samples/cpu", 900),
    source("f.csv", "import", 0),
    source("pull old", "backfill", 0),
  ];
  expect(silentSources(sources, 1_000, 200).map((one) => one.source)).toEqual(["quiet"]);
});
