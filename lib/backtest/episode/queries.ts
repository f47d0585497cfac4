import type { ContributionSource } from "../../contribution/judged/queries.ts";
import type { MinuteWindow } from "../../core/index.ts";
import { resolveSettings } from "../../fleet/settings.ts";
import type { FleetShape } from "../../fleet/shape/limitShape.ts";
import type { FleetPool } from "../../fleet/types.ts";
import { choosePeakWindow } from "../../hotness/choosePeakWindow.ts";
import { type MeasuredPool, measureFleet } from "../../hotness/queries.ts";
import { fitRegion, measureRegion } from "../../simulation/region/queries.ts";
import type { SimulationPool } from "../../simulation/types.ts";
import type { LoadMatrix } from "../../telemetry/load/loadMatrix.ts";
import { readLoadMatrices } from "../../telemetry/load/queries.ts";
import { assembleResults, refuseEpisode } from "../assembleResults.ts";
import { completeAtMs, hoursAfter, hoursBefore, type Neighbours } from "../episodeWindows.ts";
import { observePools } from "../observePools.ts";
import { predictPools } from "../predictPools.ts";
import type { Episode, PredictionResult, Refusal } from "../types.ts";

export interface EpisodeQuestion {
  readonly episode: Episode;
  readonly neighbours: Neighbours;
  readonly nowMs: number;
}

/**
 * Predicts an episode from the hours before it and holds that against the hours after it, by both bases. Null = the hours
 * after are not over yet.
 */
export async function measureEpisode(
  source: ContributionSource,
  { episode, neighbours, nowMs }: EpisodeQuestion,
): Promise<readonly PredictionResult[] | null> {
  const shape = await source.shape.current();
  const touched = shape.pools.filter(
    ({ region, stamp }) => region === episode.region && episode.stamps.includes(stamp),
  );
  const hours = await chooseHours(source, { episode, neighbours, shape });
  if ("refusal" in hours) return refuseEpisode(episode, touched, { ...hours, nowMs });
  const { before } = hours;
  const days = hours.days.filter((day) => completeAtMs(day) <= nowMs);
  if (days.length === 0) return null;
  const pools = await readPoolsBefore(source, { episode, before, touched });
  const after = await measureAfter(source, { episode, days, touched, nowMs });
  const loads = await readLoadMatrices(source.database, touched, after.window);
  const measuredAs = (one: SimulationPool) =>
    after.pools.find(({ pool: { stamp, name } }) => stamp === one.stamp && name === one.pool);
  const observed = observePools(
    episode,
    pools.map((pool) => ({ before: pool, loadAfter: loadOf(loads, measuredAs(pool)) })),
  );
  return assembleResults(episode, {
    before,
    after: after.window,
    asPredicted: predictPools(episode, pools, before),
    onObservedLoad: predictPools(episode, observed, after.window),
    pools,
    measured: after.pools,
    timeZone: shape.regions.find(({ name }) => name === episode.region)?.timeZone ?? "UTC",
    nowMs,
  });
}

/** The hours before, and the days on which those after may be taken, at least one; or why there are none. */
type ChosenHours =
  | { readonly before: MinuteWindow; readonly days: readonly MinuteWindow[] }
  | { readonly before: MinuteWindow | null; readonly refusal: Refusal };

async function chooseHours(
  source: ContributionSource,
  asked: Pick<EpisodeQuestion, "episode" | "neighbours"> & { readonly shape: FleetShape },
): Promise<ChosenHours> {
  const { episode, neighbours, shape } = asked;
  const { region } = episode;
  const { window: settings } = resolveSettings(shape.overrides, { region, poolKind: "" });
  const lookBack = hoursBefore(episode, neighbours, settings);
  if (lookBack === null) return { before: null, refusal: "disturbed_before" };
  const heard = await source.hours.readWindows(
    shape.pools.filter((pool) => pool.region === region).map(({ id }) => id),
    lookBack,
  );
  const before = choosePeakWindow([...heard.values()], lookBack, settings)?.window ?? null;
  if (before === null) return { before, refusal: "coverage_before" };
  const days = hoursAfter(episode, before, neighbours);
  return days.length === 0 ? { before, refusal: "disturbed_after" } : { before, days };
}

/** The pools that the episode touches, as a simulation made just before it would have seen them. */
export async function readPoolsBefore(
  source: ContributionSource,
  asked: {
    readonly episode: Pick<Episode, "region" | "firstMs" | "stamps">;
    readonly before: MinuteWindow;
    readonly touched: readonly FleetPool[];
  },
): Promise<readonly SimulationPool[]> {
  const { episode, before, touched } = asked;
  const measured = await measureRegion(source, {
    region: episode.region,
    request: { kind: "dates", ...before },
    nowMs: episode.firstMs,
  });
  if (!measured.ok) return [];
  const ids = new Set(touched.map(({ id }) => id));
  const own = { ...measured.value, pools: measured.value.pools.filter(({ pool }) => ids.has(pool.id)) };
  const { pools } = await fitRegion(source, own, new Set(episode.stamps));
  return pools;
}

interface MeasuredDay {
  readonly window: MinuteWindow;
  readonly pools: readonly MeasuredPool[];
}

/** The first day on which every touched pool has enough data; where there is none, the first. */
async function measureAfter(
  source: ContributionSource,
  asked: {
    readonly episode: Episode;
    readonly days: readonly MinuteWindow[];
    readonly touched: readonly FleetPool[];
    readonly nowMs: number;
  },
): Promise<MeasuredDay> {
  const ids = new Set(asked.touched.map(({ id }) => id));
  let first: MeasuredDay | null = null;
  for (const window of asked.days) {
    const { pools } = await measureFleet(source, {
      request: { kind: "dates", ...window },
      filter: { region: asked.episode.region },
      nowMs: asked.nowMs,
    });
    const day = { window, pools: pools.filter(({ pool }) => ids.has(pool.id)) };
    const isEnough = day.pools.every(
      ({ measures, settings }) => measures.coverage.lesser >= settings.coverage.unknownBelow,
    );
    if (isEnough) return day;
    first ??= day;
  }
  if (first === null) throw new Error("no day was asked for");
  return first;
}

/** Null where load was reported in too few minutes to say anything. */
export function loadOf(
  loads: ReadonlyMap<number, LoadMatrix>,
  measured: MeasuredPool | undefined,
): LoadMatrix | null {
  const load = measured === undefined ? undefined : loads.get(measured.pool.id);
  if (measured === undefined || load === undefined) return null;
  const told = load.reported.reduce((sum, is) => sum + is, 0);
  return told >= measured.settings.coverage.unknownBelow * load.reported.length ? load : null;
}
