import { assembleResults } from "../../backtest/assembleResults.ts";
import { keepEpisode } from "../../backtest/commands.ts";
import { loadOf, readPoolsBefore } from "../../backtest/episode/queries.ts";
import { completeAtMs } from "../../backtest/episodeWindows.ts";
import { observePools } from "../../backtest/observePools.ts";
import { predictPools } from "../../backtest/predictPools.ts";
import type { Episode, PredictionResult } from "../../backtest/types.ts";
import type { ContributionSource } from "../../contribution/judged/queries.ts";
import { MINUTE_MS, type MinuteWindow } from "../../core/index.ts";
import type { HomeChange } from "../../fleet/types.ts";
import { measureFleet } from "../../hotness/queries.ts";
import { readLoadMatrices } from "../../telemetry/load/queries.ts";
import { findEmptyStamps } from "../gates/pools/queries.ts";
import { type LoadedRun, listRuns, loadRun } from "../load/queries.ts";
import type { RunPlan } from "../types.ts";
import { timeZoneOf, windowOf } from "./queries.ts";
import { hoursAfterPlan, lastObservation } from "./resultWindows.ts";

/**
 * Predicts and measures every completed plan whose hours after are over and that is not kept yet: what the Accuracy page
 * has of plans. May run twice, anywhere, and be cut off: a plan is kept whole or not at all, once.
 * @returns the plans that were kept, as `plan 7@2`
 */
export async function keepPlanResults(source: ContributionSource, nowMs: number): Promise<readonly string[]> {
  const { prisma } = source.database;
  const kept: string[] = [];
  for (const key of await listRuns(prisma, ["completed"])) {
    const name = episodeKey(key);
    if ((await prisma.predictionResult.count({ where: { episode: name } })) > 0) continue;
    const loaded = await loadRun(prisma, key);
    const results = loaded === null ? null : await measurePlan(source, loaded, nowMs);
    if (loaded === null || results === null) continue;
    await keepEpisode(source.database, { ...episodeOf(loaded.run), planId: key.id }, results);
    kept.push(name);
  }
  return kept;
}

function episodeKey({ id, version }: { readonly id: number; readonly version: number }): string {
  return `plan ${id}@${version}`;
}

function episodeOf(run: RunPlan): Episode {
  const moves = run.phases
    .flatMap((phase) => phase.moves)
    .flatMap(({ registry, from, to, boundAtMs, revertedAtMs }): HomeChange[] =>
      boundAtMs === null || revertedAtMs !== null
        ? []
        : [{ region: run.region, registry, from, to, atMs: boundAtMs }],
    );
  const times = moves.map(({ atMs }) => atMs);
  return {
    key: episodeKey(run),
    region: run.region,
    firstMs: Math.min(...times),
    lastMs: Math.max(...times),
    moves,
    stamps: [...new Set(moves.flatMap(({ from, to }) => [from, to]))].sort(),
  };
}

/** Null = its hours after are not over, or nothing was moved. */
async function measurePlan(
  source: ContributionSource,
  { run, content }: LoadedRun,
  nowMs: number,
): Promise<readonly PredictionResult[] | null> {
  const episode = episodeOf(run);
  const observed = lastObservation(run, nowMs);
  const before = windowOf(content.window);
  const after = observed === null ? null : hoursAfterPlan(before, observed);
  if (episode.moves.length === 0 || after === null || completeAtMs(after) > nowMs) return null;
  const shape = await source.shape.current();
  const touched = shape.pools.filter(
    ({ region, stamp }) => region === run.region && episode.stamps.includes(stamp),
  );
  const ids = new Set(touched.map(({ id }) => id));
  const pools = await readPoolsBefore(source, {
    // Homes as they were when the snapshot was taken.
    episode: { ...episode, firstMs: before.toMinute * MINUTE_MS },
    before,
    touched,
  });
  const day = await measureFleet(source, {
    request: { kind: "dates", ...after },
    filter: { region: run.region },
    nowMs,
  });
  const measured = day.pools.filter(({ pool }) => ids.has(pool.id));
  const empty = await findEmptyStamps(
    source,
    { shape, measured },
    { before, stamps: new Set(episode.stamps) },
  );
  const isEmpty = new Set(empty.map(({ name }) => name));
  const loads = await readLoadMatrices(source.database, touched, after);
  const onLoad = observePools(
    episode,
    pools.map((pool) => ({
      before: pool,
      loadAfter: loadOf(
        loads,
        measured.find((one) => one.pool.stamp === pool.stamp && one.pool.name === pool.pool),
      ),
    })),
  );
  const predict = (own: typeof pools, window: MinuteWindow) =>
    predictPools(
      episode,
      own.filter(({ stamp }) => !isEmpty.has(stamp)),
      { ...window, planned: empty },
    );
  return assembleResults(episode, {
    before,
    after,
    asPredicted: predict(pools, before),
    onObservedLoad: predict(onLoad, after),
    pools,
    measured,
    timeZone: timeZoneOf(shape, run.region),
    nowMs,
  });
}
