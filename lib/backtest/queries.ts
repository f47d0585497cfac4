import { MINUTE_MS, MINUTES_PER_DAY, toIso } from "../core/index.ts";
import type { Transaction } from "../db/client.ts";
import type { Prisma } from "../db/generated/client.ts";
import { listHomeChanges } from "../fleet/bindings/queries.ts";
import { type AccuracyAnswer, type AccuracyQuery, answerAccuracy } from "./accuracyAnswer.ts";
import { findEpisodes } from "./findEpisodes.ts";
import { readResultRow } from "./resultRow.ts";
import type { PredictionResult } from "./types.ts";

const MOST_RESULTS = 5_000;
/** Whoever has not been measured by then waits for nothing. */
const WAITING_MS = 4 * MINUTES_PER_DAY * MINUTE_MS;

export interface KeptResults {
  /** The latest moves first; then by stamp and pool. */
  readonly results: readonly PredictionResult[];
  /** Older ones that passed and are not told. */
  readonly left: number;
}

/** What has been predicted and measured so far. */
export async function readResults(db: Transaction, query: Partial<AccuracyQuery>): Promise<KeptResults> {
  const where: Prisma.PredictionResultWhereInput = {
    ...(query.region === undefined ? {} : { region: { name: query.region } }),
    ...(query.kind === undefined ? {} : { pool: { kind: query.kind } }),
    ...(query.role === undefined ? {} : { role: query.role }),
    ...(query.basis === undefined ? {} : { basis: query.basis }),
    changedFrom: {
      ...(query.from === undefined ? {} : { gte: new Date(query.from) }),
      ...(query.to === undefined ? {} : { lt: new Date(query.to) }),
    },
  };
  const [rows, all] = await Promise.all([
    db.predictionResult.findMany({
      where,
      include: {
        region: { select: { name: true } },
        pool: { select: { name: true, kind: true, stamp: { select: { name: true } } } },
      },
      orderBy: [
        { changedFrom: "desc" },
        { pool: { stamp: { name: "asc" } } },
        { pool: { name: "asc" } },
        { basis: "asc" },
      ],
      take: MOST_RESULTS,
    }),
    db.predictionResult.count({ where }),
  ]);
  return {
    results: rows.map(({ region, pool, ...row }) =>
      readResultRow({
        ...row,
        region: region.name,
        stamp: pool.stamp.name,
        pool: pool.name,
        kind: pool.kind,
      }),
    ),
    left: all - rows.length,
  };
}

/** `GET /api/v1/accuracy`: predicted against measured, and how far they were apart. */
export async function readAccuracy(
  db: Transaction,
  query: AccuracyQuery,
  nowMs: number,
): Promise<AccuracyAnswer> {
  const [{ results, left }, waiting] = await Promise.all([
    readResults(db, query),
    readWaiting(db, query.region, nowMs),
  ]);
  return answerAccuracy(results, { basis: query.basis, left, waiting });
}

/** Moves of the last days whose hours after are not over yet, the latest first. */
export async function readWaiting(
  db: Transaction,
  region: string | undefined,
  nowMs: number,
): Promise<AccuracyAnswer["waiting"]> {
  const changes = await listHomeChanges(db, { fromMs: nowMs - WAITING_MS, toMs: nowMs });
  const episodes = findEpisodes(changes).filter(
    (one) => one.moves.length > 0 && (region === undefined || one.region === region),
  );
  const kept = await db.predictionResult.groupBy({
    by: ["episode"],
    where: { episode: { in: episodes.map(({ key }) => key) } },
  });
  const known = new Set(kept.map(({ episode }) => episode));
  return episodes
    .filter(({ key }) => !known.has(key))
    .reverse()
    .map((one) => ({
      episode: one.key,
      region: one.region,
      changedAt: toIso(one.firstMs),
      stamps: one.stamps,
      registries: one.moves.map(({ registry }) => registry),
    }));
}
