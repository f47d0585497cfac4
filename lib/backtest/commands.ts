import { LoadModelKeeper } from "../contribution/queries.ts";
import { type Clock, MINUTE_MS, MINUTES_PER_DAY } from "../core/index.ts";
import { type DatabaseClient, withTransaction } from "../db/client.ts";
import { listHomeChanges } from "../fleet/bindings/queries.ts";
import { loadSettingOverrides } from "../fleet/settings/queries.ts";
import { FLEET_SCOPE, resolveSettings } from "../fleet/settings.ts";
import { ShapeKeeper } from "../fleet/shape/queries.ts";
import { HourReader } from "../telemetry/cpu/hours/queries.ts";
import { NodeNames } from "../telemetry/names/queries.ts";
import { measureEpisode } from "./episode/queries.ts";
import { findNeighbours } from "./episodeWindows.ts";
import { findEpisodes } from "./findEpisodes.ts";
import { writeResultRow } from "./resultRow.ts";
import type { Episode, PredictionResult } from "./types.ts";

const DAY_MS = MINUTES_PER_DAY * MINUTE_MS;
/** Hours of a day that has settled: an episode is not looked at before, so that nothing is asked in vain every few minutes. */
const SOONEST_MS = DAY_MS / 2;
/** What was refused for lack of data is asked again once a day, */
const ASKED_AGAIN_MS = DAY_MS;
/** for so long after the moves: what has not come by then does not come. */
const ASKED_FOR_MS = 5 * DAY_MS;
/** So many a turn: after years of history were imported, the job still lets others have theirs. */
const MOST_AT_ONCE = 25;
/** More or other samples change nothing about these. */
const FINAL = ["disturbed_before", "disturbed_after"];

/**
 * Predicts and measures every episode of the binding history whose hours after are complete and that is not kept yet, and
 * keeps what comes of it. May run twice, anywhere, and be cut off: an episode is kept whole or not at all, once.
 * @returns the episodes that were kept
 */
export async function keepPredictionResults(options: {
  readonly database: DatabaseClient;
  readonly clock: Clock;
}): Promise<string[]> {
  const { database, clock } = options;
  const { due, all } = await findDue(database, clock());
  if (due.length === 0) return [];
  // Models of days long past are of no use to a page, and must not push out those that are.
  const source = {
    database,
    hours: new HourReader(database.pools.read, clock),
    nodeNames: new NodeNames(database.pools.read),
    loadModels: new LoadModelKeeper(database),
    shape: new ShapeKeeper(database),
  };
  const kept: string[] = [];
  for (const episode of due) {
    const neighbours = findNeighbours(episode, all);
    const results = await measureEpisode(source, { episode, neighbours, nowMs: clock() });
    if (results === null) continue;
    await keepEpisode(database, episode, results);
    kept.push(episode.key);
    if (kept.length >= MOST_AT_ONCE) break;
  }
  return kept;
}

/** The episodes to look at, the oldest first, among all that the kept minutes of single nodes reach. */
async function findDue(
  { prisma }: DatabaseClient,
  nowMs: number,
): Promise<{ readonly due: readonly Episode[]; readonly all: readonly Episode[] }> {
  const { rawDays } = resolveSettings(await loadSettingOverrides(prisma), FLEET_SCOPE).retention;
  const fromMs = nowMs - rawDays * DAY_MS;
  const all = findEpisodes(await listHomeChanges(prisma, { fromMs, toMs: nowMs }));
  const settled = all.filter(({ lastMs, moves }) => moves.length > 0 && lastMs <= nowMs - SOONEST_MS);
  if (settled.length === 0) return { due: [], all };
  const rows = await prisma.predictionResult.groupBy({
    by: ["episode"],
    where: {
      episode: { in: settled.map(({ key }) => key) },
      // Those that are to stay: figures, refusals for good, and what was asked for a day ago at most.
      OR: [
        { refusal: null },
        { refusal: { in: FINAL } },
        { computedAt: { gt: new Date(nowMs - ASKED_AGAIN_MS) } },
        { changedTo: { lt: new Date(nowMs - ASKED_FOR_MS) } },
      ],
    },
  });
  const known = new Set(rows.map(({ episode }) => episode));
  return { due: settled.filter(({ key }) => !known.has(key)), all };
}

/** Keeps what came of an episode, whole; of moves that a plan made with the plan's id. */
export async function keepEpisode(
  database: DatabaseClient,
  { planId = null, ...episode }: Episode & { readonly planId?: number | null },
  results: readonly PredictionResult[],
): Promise<void> {
  await withTransaction(database, async (tx) => {
    const region = await tx.region.findUnique({ where: { name: episode.region } });
    if (region === null) return;
    const pools = await tx.pool.findMany({
      where: { stamp: { name: { in: [...episode.stamps] } } },
      select: { id: true, name: true, stamp: { select: { name: true } } },
    });
    const idOf = new Map(pools.map(({ id, name, stamp }) => [JSON.stringify([stamp.name, name]), id]));
    await tx.predictionResult.deleteMany({ where: { episode: episode.key, refusal: { not: null } } });
    await tx.predictionResult.createMany({
      data: results.flatMap((result) => {
        const poolId = idOf.get(JSON.stringify([result.stamp, result.pool]));
        return poolId === undefined
          ? []
          : [{ ...writeResultRow(result), regionId: region.id, poolId, planId }];
      }),
      skipDuplicates: true,
    });
  });
}
