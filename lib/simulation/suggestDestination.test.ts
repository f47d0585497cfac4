import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { suggestDestination } from "./suggestDestination.ts";
import type { PoolFlag, SimulatedPool } from "./types.ts";

interface Drawn {
  readonly stamp: string;
  readonly pool?: string;
  readonly after: number | null;
  readonly limit?: number;
  readonly flags?: readonly PoolFlag[];
}

function poolOf({ stamp, pool = "registry", after, limit = 60, flags = [] }: Drawn): SimulatedPool {
  const figures = { hotNodeP95: after, max: after, average: after };
  return {
    stamp,
    pool,
    kind: pool,
    role: "untouched",
    limit,
    before: figures,
    after: after === null ? null : figures,
    excess: { before: null, after: null },
    flags,
  };
}

/** Answers with these pools for the stamp, as a simulation would. */
function simulated(pools: Readonly<Record<string, readonly Drawn[]>>) {
  return (stamp: string) => (pools[stamp] ?? []).map(poolOf);
}

const names = ({ candidates }: ReturnType<typeof suggestDestination>) => candidates.map(({ stamp }) => stamp);

describe("a destination is suggested", () => {
  test("by the room that is left in the fullest pool, not by that in another", () => {
    const suggestion = suggestDestination({
      stamps: ["wide", "even"],
      baseline: [],
      simulate: simulated({
        wide: [
          { stamp: "wide", pool: "registry", after: 5 },
          { stamp: "wide", pool: "dataproxy", after: 55 },
        ],
        even: [
          { stamp: "even", pool: "registry", after: 40 },
          { stamp: "even", pool: "dataproxy", after: 41 },
        ],
      }),
    });
    expect(suggestion.best).toMatchObject({
      stamp: "even",
      roomPoints: 19,
      tightest: { pool: "dataproxy", after: 41, limit: 60 },
    });
    expect(names(suggestion)).toEqual(["even", "wide"]);
  });

  test("against each pool's own limit", () => {
    const { best } = suggestDestination({
      stamps: ["low", "high"],
      baseline: [],
      simulate: simulated({
        low: [{ stamp: "low", after: 30, limit: 40 }],
        high: [{ stamp: "high", after: 45, limit: 70 }],
      }),
    });
    expect(best?.stamp).toBe("high");
  });

  test("never one that brings a pool newly over its limit, its own or another's", () => {
    const over = { stamp: "full", after: 61, flags: ["destination_over_limit"] as const };
    const suggestion = suggestDestination({
      stamps: ["full", "harmful", "tight"],
      baseline: [],
      simulate: simulated({
        full: [over],
        harmful: [{ stamp: "harmful", after: 10 }, over],
        tight: [{ stamp: "tight", after: 59 }],
      }),
    });
    expect(suggestion.best?.stamp).toBe("tight");
    expect(names(suggestion)).toEqual(["tight", "harmful", "full"]);
    expect(suggestion.candidates[2]?.newlyOver).toEqual([
      { stamp: "full", pool: "registry", after: 61, limit: 60 },
    ]);
  });

  test("also one that may go over at the high end of its interval, and says so", () => {
    const { best } = suggestDestination({
      stamps: ["near"],
      baseline: [],
      simulate: simulated({ near: [{ stamp: "near", after: 59, flags: ["destination_may_exceed_limit"] }] }),
    });
    expect(best).toMatchObject({ stamp: "near", fits: true, mayExceed: true });
  });

  test("what is over its limit by other moves already is not held against it", () => {
    const over = { stamp: "elsewhere", after: 70, flags: ["destination_over_limit"] as const };
    const { best } = suggestDestination({
      stamps: ["free"],
      baseline: [poolOf(over)],
      simulate: simulated({ free: [{ stamp: "free", after: 20 }, over] }),
    });
    expect(best).toMatchObject({ stamp: "free", newlyOver: [] });
  });

  test("none where nothing fits, and the closest is told first", () => {
    const suggestion = suggestDestination({
      stamps: ["far", "near"],
      baseline: [],
      simulate: simulated({
        far: [{ stamp: "far", after: 90, flags: ["destination_over_limit"] }],
        near: [{ stamp: "near", after: 62, flags: ["destination_over_limit"] }],
      }),
    });
    expect(suggestion.best).toBeNull();
    expect(names(suggestion)).toEqual(["near", "far"]);
    expect(suggestion.candidates[0]?.roomPoints).toBe(-2);
  });

  test("never one of which a pool cannot be told, however empty the rest of it is", () => {
    const suggestion = suggestDestination({
      stamps: ["dark", "unheard", "seen", "bare"],
      baseline: [],
      simulate: simulated({
        dark: [
          { stamp: "dark", pool: "registry", after: 3 },
          { stamp: "dark", pool: "dataproxy", after: null },
        ],
        unheard: [{ stamp: "unheard", after: 3, flags: ["arrivals_unknown"] }],
        seen: [{ stamp: "seen", after: 59 }],
      }),
    });
    expect(names(suggestion)).toEqual(["seen", "bare", "dark", "unheard"]);
    expect(suggestion.candidates[2]).toMatchObject({ roomPoints: null, tightest: null, fits: false });
  });

  test("the same whatever the order in which stamps are named, and none that fits has more room", () => {
    const heats = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(heats, fc.infiniteStream(fc.nat()), (all, order) => {
        const simulate = (stamp: string) => {
          const after = all[Number(stamp.slice(1))] ?? 0;
          return [poolOf({ stamp, after, flags: after > 60 ? ["destination_over_limit"] : [] })];
        };
        const stamps = all.map((_, place) => `s${place}`);
        const weights = new Map(stamps.map((stamp) => [stamp, order.next().value ?? 0]));
        const shuffled = stamps.toSorted((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
        const one = suggestDestination({ stamps, baseline: [], simulate });
        expect(suggestDestination({ stamps: shuffled, baseline: [], simulate })).toEqual(one);
        const fitting = all.filter((after) => after <= 60);
        expect(one.best?.roomPoints ?? null).toBe(fitting.length === 0 ? null : 60 - Math.min(...fitting));
      }),
    );
  });
});
