import { loadOf, readPoolsBefore } from "../../../backtest/episode/queries.ts";
import { hoursBefore } from "../../../backtest/episodeWindows.ts";
import type { PoolPrediction } from "../../../backtest/predictPools.ts";
import type { ContributionSource } from "../../../contribution/judged/queries.ts";
import {
  MINUTE_MS,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
  type MinuteWindow,
  minuteOf,
} from "../../../core/index.ts";
import { listHomeChanges, listHomes } from "../../../fleet/bindings/queries.ts";
import { resolveSettings } from "../../../fleet/settings.ts";
import type { FleetShape } from "../../../fleet/shape/limitShape.ts";
import type { HomeChange } from "../../../fleet/types.ts";
import { choosePeakWindow } from "../../../hotness/choosePeakWindow.ts";
import type { MeasuredPool } from "../../../hotness/queries.ts";
import type { PlannedStamp } from "../../../simulation/types.ts";
import { readLoadMatrices } from "../../../telemetry/load/queries.ts";
import { netMoves, type PhaseEnds } from "../phaseEnds.ts";
import { predictPhase } from "../predictPhase.ts";

export interface PredictionQuestion {
  readonly region: string;
  readonly ends: PhaseEnds;
  /** Of the plan's snapshot. */
  readonly snapshot: MinuteWindow;
  /** The observation's own peak. */
  readonly window: MinuteWindow;
  /** Every pool of the region, measured over it. */
  readonly measured: readonly MeasuredPool[];
  readonly shape: FleetShape;
  readonly nowMs: number;
}

export interface PhasePredictions {
  /** The hours that the models were made on. */
  readonly modelWindow: MinuteWindow;
  /** Of the stamps that the phase touches. */
  readonly pools: readonly (PoolPrediction & {
    readonly modelledP95: number | null;
    readonly isNew: boolean;
  })[];
}

/**
 * What the phase was to do, rendered on the load of its observation. The models are made on the region's peak within the day
 * before the phase, as far as no other move disturbed it; where they cannot tell of every pool, on the plan's snapshot, with
 * all moves since. Null = neither has hours to make them on.
 */
export async function readPredictions(
  source: ContributionSource,
  asked: PredictionQuestion,
): Promise<PhasePredictions | null> {
  let best: PhasePredictions | null = null;
  for (const base of await findBases(source, asked)) {
    const found = await predictFrom(source, asked, base);
    if (best === null || missing(found) < missing(best)) best = found;
    if (missing(best) === 0) break;
  }
  return best;
}

interface ModelBase {
  readonly window: MinuteWindow;
  readonly moves: readonly HomeChange[];
}

async function findBases(source: ContributionSource, asked: PredictionQuestion): Promise<ModelBase[]> {
  const { ends, region, snapshot, window } = asked;
  const minutes = window.toMinute - window.fromMinute;
  const { lookBackHours } = resolveSettings(asked.shape.overrides, { region, poolKind: "" }).window;
  const changes = await listHomeChanges(source.database.prisma, {
    fromMs: Math.min(snapshot.toMinute, minuteOf(ends.firstBoundMs) - 2 * MINUTES_PER_DAY) * MINUTE_MS,
    toMs: asked.nowMs,
  });
  const own = changes.filter((change) => change.region === region);
  const earlier = own.filter(
    ({ atMs, from, to }) => atMs < ends.firstBoundMs && (ends.stamps.has(from) || ends.stamps.has(to)),
  );
  const previousMs = earlier.at(-1)?.atMs ?? null;
  const undisturbed = hoursBefore(
    {
      key: region,
      region,
      firstMs: ends.firstBoundMs,
      lastMs: ends.lastBoundMs,
      moves: ends.moves,
      stamps: [...ends.stamps],
    },
    { previousMs },
    { minutes, lookBackHours: Math.max(lookBackHours, minutes / MINUTES_PER_HOUR) },
  );
  const just = undisturbed === null ? null : await peakIn(source, asked, undisturbed);
  const then = await peakIn(source, asked, snapshot);
  const since = own.filter(({ atMs }) => atMs >= snapshot.toMinute * MINUTE_MS);
  return [
    ...(just === null ? [] : [{ window: just, moves: ends.moves }]),
    ...(then === null ? [] : [{ window: then, moves: netMoves(since) }]),
  ];
}

async function peakIn(
  source: ContributionSource,
  { region, shape, window }: PredictionQuestion,
  lookBack: MinuteWindow,
): Promise<MinuteWindow | null> {
  const minutes = window.toMinute - window.fromMinute;
  if (lookBack.toMinute - lookBack.fromMinute < minutes) return null;
  const settings = resolveSettings(shape.overrides, { region, poolKind: "" }).window;
  const heard = await source.hours.readWindows(
    shape.pools.filter((pool) => pool.region === region).map(({ id }) => id),
    lookBack,
  );
  return choosePeakWindow([...heard.values()], lookBack, { ...settings, minutes })?.window ?? null;
}

async function predictFrom(
  source: ContributionSource,
  asked: PredictionQuestion,
  { window: before, moves }: ModelBase,
): Promise<PhasePredictions> {
  const { ends, region, shape, window, measured } = asked;
  const stamps = new Set([...ends.stamps, ...moves.flatMap(({ from, to }) => [from, to])]);
  const touched = shape.pools.filter((pool) => pool.region === region && stamps.has(pool.stamp));
  const episode = {
    key: region,
    region,
    firstMs: ends.firstBoundMs,
    lastMs: ends.lastBoundMs,
    moves,
    stamps: [...stamps].sort(),
  };
  const pools = await readPoolsBefore(source, {
    episode: { ...episode, firstMs: before.toMinute * MINUTE_MS },
    before,
    touched,
  });
  const loads = await readLoadMatrices(source.database, touched, window);
  const measuredAs = (stamp: string, name: string) =>
    measured.find(({ pool }) => pool.stamp === stamp && pool.name === name);
  const observed = pools.map((pool) => ({
    before: pool,
    loadAfter: loadOf(loads, measuredAs(pool.stamp, pool.pool)),
  }));
  const empty = await findEmptyStamps(source, asked, { before, stamps });
  return {
    modelWindow: before,
    pools: predictPhase(episode, observed, { window, empty })
      .filter(({ stamp }) => ends.stamps.has(stamp))
      .map((one) => ({
        ...one,
        isNew: empty.some(({ name }) => name === one.stamp),
        modelledP95:
          pools.find(({ stamp, pool }) => stamp === one.stamp && pool === one.pool)?.measures.hotNodeP95 ??
          null,
      })),
  };
}

/** Stamps that nobody was at home on in the hours that models are made on, as they are now. */
export async function findEmptyStamps(
  source: ContributionSource,
  { shape, measured }: Pick<PredictionQuestion, "shape" | "measured">,
  { before, stamps }: { readonly before: MinuteWindow; readonly stamps: ReadonlySet<string> },
): Promise<PlannedStamp[]> {
  const touched = shape.stamps.filter(({ name }) => stamps.has(name));
  const homes = await listHomes(
    source.database.prisma,
    touched.map(({ id }) => id),
    before,
  );
  const filled = new Set(homes.map(({ stampId }) => stampId));
  return touched
    .filter(({ id }) => !filled.has(id))
    .map(({ name, kind }) => ({
      name,
      kind,
      pools: measured
        .filter(({ pool }) => pool.stamp === name)
        .map(({ pool, measures, settings }) => ({
          name: pool.name,
          kind: pool.kind,
          vcpusPerNode: pool.vcpusPerNode,
          instances: measures.nodes ?? pool.minInstances ?? 1,
          limit: settings.limitP95,
        })),
    }));
}

function missing({ pools }: PhasePredictions): number {
  return pools.length === 0
    ? Number.POSITIVE_INFINITY
    : pools.filter(({ predicted }) => predicted === null).length;
}
