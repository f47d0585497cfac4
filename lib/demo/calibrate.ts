import { zoneOffsetMinutes } from "../core/index.ts";
import { hotNodeP95s, mean, probePool } from "./probePool.ts";

import { solve } from "./solve.ts";
import type { DemoHome, DemoPool, DemoPoolPlan } from "./types.ts";

/**
 * Chooses free parameters of the physics (loads, true costs, concentrations, job sizes) so that pools stand where the
 * story wants them. Nothing is planted in the data: the parameters are set once, on a reference week that no demo ever
 * shows, and every number on a page is computed from what the renderer makes of them at the demo's own time.
 */

/** Monday 2026-01-05T00:00Z. */
const REFERENCE_MINUTE = 490_992 * 60;
/** Half days over the whole week, for what should hold at any time. */
export const ANY_TIME = [3, 40, 71, 98, 126, 147].map((hour) => REFERENCE_MINUTE + hour * 60);
/** Half days of working days, in hours after Tuesday's start of local office hours: two by day, two in the evening. */
const WORKING_DAYS = [0, 24, 7, 31];
const OFFICE_OPENS = 7;
/** By how much a pool whose customers come in the evening may be hotter then. */
const EVENING_EXTRA = 8;

/** The factor on the load of these homes under which the pool's hot-node P95 on a working day is as planned. */
export function factorForP95(seed: number, pool: DemoPoolPlan, homes: readonly DemoHome[]): number {
  const timeZone = homes[0]?.replica.timeZone ?? "UTC";
  const opens = 24 + OFFICE_OPENS - zoneOffsetMinutes(timeZone, REFERENCE_MINUTE / 60) / 60;
  const windows = WORKING_DAYS.map((hour) => REFERENCE_MINUTE + (opens + hour) * 60);
  const probe = probePool(seed, pool, windows);
  const added = probe.added(homes);
  const p95 = (factor: number) => {
    const [first = 0, second = 0, ...evenings] = hotNodeP95s([
      { points: probe.idle, factor: 1 },
      { points: added, factor },
    ]);
    return Math.max((first + second) / 2, Math.max(...evenings) - EVENING_EXTRA);
  };
  return solve(p95, pool.hotNodeP95);
}

/** The factor on the load of these homes under which they add this many points to the mean node. */
export function factorForMean(
  seed: number,
  pool: DemoPool,
  homes: readonly DemoHome[],
  points: number,
): number {
  const added = probePool(seed, pool, ANY_TIME).added(homes);
  return points / mean(added.map(mean));
}
