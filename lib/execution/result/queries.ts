import { isOtherWeekday } from "../../backtest/episodeWindows.ts";
import {
  err,
  type Failure,
  MINUTE_MS,
  type MinuteWindow,
  minuteOf,
  minuteToIso,
  ok,
  type Result,
  toIso,
} from "../../core/index.ts";
import type { FleetShape } from "../../fleet/shape/limitShape.ts";
import { type MeasureSource, measureFleet } from "../../hotness/queries.ts";
import { findVersion } from "../../planning/version/queries.ts";
import { readWindowOutcomes } from "../gates/outcomes/queries.ts";
import { findRunVersion, type LoadedRun, loadRun } from "../load/queries.ts";
import type { RunPlan } from "../types.ts";
import { assembleResult, type MeasuredOnce } from "./assembleResult.ts";
import type { PlanResult } from "./resultAnswer.ts";
import { hoursAfterPlan, lastObservation } from "./resultWindows.ts";

export interface PlanKey {
  readonly id: number;
  readonly version?: number | undefined;
}

/** A plan that was submitted, of the version asked for, else the one on its way. `not_found`, `conflict`. */
export async function findRun(
  { database: { prisma } }: Pick<MeasureSource, "database">,
  { id, version }: PlanKey,
): Promise<Result<LoadedRun, Failure>> {
  const found = await findRunVersion(prisma, { id, version });
  if (found === null)
    return err({ code: "not_found", detail: `There is no plan ${id}, or no such version of it.` });
  const run = await loadRun(prisma, { id, version: found.version });
  return run === null
    ? err({
        code: "conflict",
        detail: `Version ${found.version} of plan ${id} is ${found.state} and was never submitted: nothing was measured.`,
      })
    : ok(run);
}

/** Both ends of what a plan moved and left moved. */
export function endsOf({ phases }: Pick<RunPlan, "phases">): {
  readonly sources: ReadonlySet<string>;
  readonly destinations: ReadonlySet<string>;
} {
  const moves = phases.flatMap((phase) =>
    phase.moves.filter(({ state }) => state !== "skipped" && state !== "reverted"),
  );
  return {
    sources: new Set(moves.map(({ from }) => from)),
    destinations: new Set(moves.map(({ to }) => to)),
  };
}

/** `GET /api/v1/plans/{id}/result`: what a plan did, beside what it was to do. `not_found`, `conflict`. */
export async function readPlanResult(
  source: MeasureSource,
  key: PlanKey,
  nowMs: number,
): Promise<Result<PlanResult, Failure>> {
  const found = await findRun(source, key);
  if (!found.ok) return found;
  const { run, content } = found.value;
  const stored = await findVersion(source.database.prisma, { id: run.id, version: run.version });
  const shape = await source.shape.current();
  const before = windowOf(content.window);
  const observed = lastObservation(run, nowMs);
  const after = observed === null ? null : hoursAfterPlan(before, observed);
  const ends = endsOf(run);
  const measured = (window: MinuteWindow) => measureOnce(source, { window, region: run.region, nowMs });
  const timeZone = timeZoneOf(shape, run.region);
  const isOther = after !== null && isOtherWeekday(before, after, timeZone);
  return ok({
    plan: { id: run.id, version: run.version, name: run.name, region: run.region, state: run.state },
    before: isoOf(before),
    after: after === null ? null : isoOf(after),
    isFinal: run.state === "completed" && after !== null,
    isOtherWeekday: isOther,
    note: describeResult(run, { observed, after, isOther }),
    rows: assembleResult({
      before: await measured(before),
      after: after === null ? [] : await measured(after),
      ...ends,
      predicted: stored?.assessment.pools ?? [],
    }),
    outcomes:
      after === null
        ? []
        : await readWindowOutcomes(source.database.pools.read, {
            stamps: shape.stamps.filter(({ name }) => ends.sources.has(name) || ends.destinations.has(name)),
            before,
            after,
          }),
  });
}

export function windowOf({ from, to }: { readonly from: string; readonly to: string }): MinuteWindow {
  return { fromMinute: minuteOf(Date.parse(from)), toMinute: minuteOf(Date.parse(to)) };
}

export function isoOf({ fromMinute, toMinute }: MinuteWindow) {
  return { from: minuteToIso(fromMinute), to: minuteToIso(toMinute) };
}

export function timeZoneOf({ regions }: Pick<FleetShape, "regions">, region: string): string {
  return regions.find(({ name }) => name === region)?.timeZone ?? "UTC";
}

async function measureOnce(
  source: MeasureSource,
  {
    window,
    region,
    nowMs,
  }: { readonly window: MinuteWindow; readonly region: string; readonly nowMs: number },
): Promise<MeasuredOnce[]> {
  const { pools } = await measureFleet(source, {
    request: { kind: "dates", ...window },
    filter: { region },
    nowMs,
  });
  return pools.map(({ pool, measures, settings }) => ({
    stamp: pool.stamp,
    pool: pool.name,
    kind: pool.kind,
    limit: settings.limitP95,
    unknownBelow: settings.coverage.unknownBelow,
    measures,
  }));
}

function describeResult(
  run: RunPlan,
  {
    observed,
    after,
    isOther,
  }: {
    readonly observed: ReturnType<typeof lastObservation>;
    readonly after: MinuteWindow | null;
    readonly isOther: boolean;
  },
): string {
  if (observed === null) return "Nothing is measured yet: no phase of the plan has been observed.";
  const { phase, fromMs, toMs } = observed;
  const hours = Math.floor((toMs - fromMs) / (60 * MINUTE_MS));
  if (after === null)
    return `Not yet: the observation of phase ${phase.phase} does not hold the snapshot's hours of a full day; it has run ${hours} h since ${toIso(fromMs)}.`;
  const whole =
    run.state === "completed"
      ? ""
      : ` The plan is ${run.state.replaceAll("_", " ")}: its last phases are still to come.`;
  const day = isOther
    ? " One is a working day where the region is and the other is not: take the change with care."
    : "";
  return `Measured in the same clock hours, ${minuteToIso(after.fromMinute)} to ${minuteToIso(after.toMinute)}, after phase ${phase.phase} of ${run.phases.length}.${whole}${day}`;
}
