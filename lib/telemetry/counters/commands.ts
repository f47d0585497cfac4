import type { Pool, PoolClient } from "pg";
import { minuteOf } from "../../core/index.ts";
import { ensurePartitions } from "../../db/partitions.ts";
import { inTransaction } from "../../db/poolTransaction.ts";
import { byteaArray, int2Array, int4Array } from "../binaryArrays.ts";
import { cellPool, cellTime } from "../cellKey.ts";
import { lockPools } from "../cpu/commands.ts";
import { CpuBatch } from "../cpu/cpuBatch.ts";
import type { CpuWriter } from "../cpu/write/commands.ts";
import { OverloadError } from "../cpu/write/commitQueue.ts";
import { storeLoadLocked } from "../load/commands.ts";
import { LoadBatch } from "../load/loadBatch.ts";
import { placeParts } from "../shares/commands.ts";
import type { NodePart } from "../shares/shareIntake.ts";
import { LONGEST_INTERVAL_MS } from "./advanceSeries.ts";
import {
  type Additions,
  addSums,
  addUp,
  advanceAll,
  cpuPercentOf,
  dropEnded,
  LOAD_KINDS,
  type Owner,
  ownerKey,
  type PointVerdicts,
  type StoredPoints,
} from "./counterState.ts";
import { COUNTER_KINDS, type CounterKind, type CounterPoint, type Increase } from "./counterTypes.ts";
import { encodePoints } from "./pointRow.ts";
import { readPoints, readSums } from "./queries.ts";
import { encodeSums, type MinuteSums } from "./sumRow.ts";
import { TurnQueue } from "./turnQueue.ts";

/** What one body brought: points of counters, shares of cores, and CPU of whole nodes that came with them. */
export interface MetricBatch {
  readonly points: readonly CounterPoint[];
  readonly parts: readonly NodePart[];
  readonly cpu: CpuBatch;
}

/** Points that share one transaction at the most, and that may wait before senders are asked to come again. */
const SHARED_COMMIT_POINTS = 60_000;
const MOST_WAITING_POINTS = 1_000_000;

/** The one way in for counters and shares of cores of this process. Bodies that wait at the same time share a transaction. */
export class CounterWriter {
  readonly #database: Pool;
  readonly #cpu: CpuWriter;
  readonly #queue = new TurnQueue<MetricBatch, PointVerdicts>(
    (group) => this.#commit(group),
    SHARED_COMMIT_POINTS,
  );

  constructor(database: Pool, cpu: CpuWriter) {
    this.#database = database;
    this.#cpu = cpu;
  }

  /**
   * Stores points, what they add to their minutes, parts of nodes, and the samples and loads that follow, all in one transaction:
   * durable and in every later read when it returns; on an error nothing of it is stored. OverloadError when too many wait.
   */
  async store(batch: MetricBatch): Promise<PointVerdicts> {
    const size = batch.points.length + batch.parts.length + batch.cpu.length;
    if (size === 0) return { accepted: 0, duplicate: 0 };
    if (this.#queue.heldSize + size > MOST_WAITING_POINTS) {
      throw new OverloadError(
        "more samples are waiting than the database takes in: send again in a few seconds",
      );
    }
    return await this.#queue.add(batch, size);
  }

  async #commit(group: readonly MetricBatch[]): Promise<PointVerdicts[]> {
    await this.#ensurePartitions(group);
    return await inTransaction(this.#database, async (client) => {
      await lockPools(client, poolsOf(group));
      return await this.#storeLocked(client, group);
    });
  }

  async #storeLocked(client: PoolClient, group: readonly MetricBatch[]): Promise<PointVerdicts[]> {
    const { increases, verdicts } = await advanceStored(client, group);
    const additions = addUp(increases);
    const sums = await addStored(client, additions);
    const fromCounters = cpuOf(additions, sums[COUNTER_KINDS.idle]);
    const placed = await placeParts(
      client,
      group.map(({ parts }) => parts),
    );
    const samples = group.flatMap(({ cpu }, at) => [cpu, placed[at]?.cpu ?? new CpuBatch()]);
    if (fromCounters.length > 0 || samples.some(({ length }) => length > 0)) {
      const merged = await this.#cpu.storeLocked(client, [...samples, fromCounters]);
      for (const [at, verdict] of verdicts.entries()) {
        for (const one of merged.slice(2 * at, 2 * at + 2)) {
          verdict.accepted += one.accepted;
          verdict.duplicate += one.duplicate;
        }
      }
    }
    for (const [at, verdict] of verdicts.entries()) verdict.accepted += placed[at]?.pending ?? 0;
    const load = loadOf(additions, sums);
    if (load.length > 0)
      await storeLoadLocked(client, { batch: load, ...load.group() }, { accepted: 0, duplicate: 0 });
    return verdicts;
  }

  /** A commit of their own, before the transaction begins. */
  async #ensurePartitions(group: readonly MetricBatch[]): Promise<void> {
    let fromMinute = Number.POSITIVE_INFINITY;
    let toMinute = Number.NEGATIVE_INFINITY;
    const kinds = new Set<CounterKind>();
    for (const { points, parts, cpu } of group) {
      for (const { tsMs } of parts) {
        fromMinute = Math.min(fromMinute, minuteOf(tsMs));
        toMinute = Math.max(toMinute, minuteOf(tsMs) + 1);
      }
      for (const { tsMs, kind } of points) {
        fromMinute = Math.min(fromMinute, minuteOf(tsMs - LONGEST_INTERVAL_MS));
        toMinute = Math.max(toMinute, minuteOf(tsMs) + 1);
        kinds.add(kind);
      }
      for (const key of cpu.binKeys()) {
        fromMinute = Math.min(fromMinute, cellTime(key));
        toMinute = Math.max(toMinute, cellTime(key) + 1);
      }
    }
    await this.#cpu.ensurePartitions(fromMinute, toMinute);
    if (kinds.size > 0) await ensurePartitions(this.#database, "counter_minute", fromMinute, toMinute);
    if (LOAD_KINDS.some((kind) => kinds.has(kind)))
      await ensurePartitions(this.#database, "load_minute", fromMinute, toMinute);
  }
}

function poolsOf(group: readonly MetricBatch[]): Set<number> {
  const pools = new Set<number>();
  for (const { points, parts, cpu } of group) {
    for (const { pool } of points) pools.add(pool);
    for (const { pool } of parts) pools.add(pool);
    for (const key of cpu.binKeys()) pools.add(cellPool(key));
  }
  return pools;
}

/** Takes every series as far as its points go, body after body, and writes where it now stands. */
async function advanceStored(
  client: PoolClient,
  group: readonly MetricBatch[],
): Promise<{ increases: Increase[]; verdicts: PointVerdicts[] }> {
  const owners = new Map<number, Owner>();
  for (const { points } of group) for (const point of points) owners.set(ownerKey(point), point);
  const stored: StoredPoints = owners.size === 0 ? new Map() : await readPoints(client, [...owners.values()]);
  const changed = new Map<number, Owner>();
  const increases: Increase[] = [];
  const verdicts = group.map(({ points }) => {
    const step = advanceAll(points, stored, changed);
    for (const increase of step.increases) increases.push(increase);
    return step.verdicts;
  });
  if (changed.size > 0) await writePoints(client, [...changed], stored);
  return { increases, verdicts };
}

async function writePoints(
  client: PoolClient,
  changed: readonly (readonly [key: number, owner: Owner])[],
  stored: StoredPoints,
): Promise<void> {
  const rows = changed.map(([key, owner]) => {
    const series = stored.get(key) ?? new Map();
    dropEnded(series);
    return { owner, points: encodePoints(series) };
  });
  await client.query({
    name: "telemetry-upsert-counter-points",
    text: `insert into telemetry.counter_point (pool, kind, owner, points)
      select * from unnest($1::int[], $2::smallint[], $3::int[], $4::bytea[])
      on conflict (pool, kind, owner) do update set points = excluded.points`,
    values: [
      int4Array(rows.map(({ owner }) => owner.pool)),
      int2Array(rows.map(({ owner }) => owner.kind)),
      int4Array(rows.map(({ owner }) => owner.owner)),
      byteaArray(rows.map(({ points }) => points)),
    ],
  });
}

type Sums = Record<CounterKind, Map<number, MinuteSums>>;

/** Adds to the minutes' sums; answers those that were added to, as they now are. */
async function addStored(client: PoolClient, additions: Additions): Promise<Sums> {
  const sums: Sums = { 0: new Map(), 1: new Map(), 2: new Map() };
  const rows: { key: number; kind: CounterKind; sums: Buffer }[] = [];
  for (const kind of Object.values(COUNTER_KINDS)) {
    const added = additions[kind];
    const stored = await readSums(client, kind, [...added.keys()]);
    for (const [key, more] of added) {
      const minute: MinuteSums = stored.get(key) ?? new Map();
      addSums(minute, more);
      sums[kind].set(key, minute);
      rows.push({ key, kind, sums: encodeSums(minute) });
    }
  }
  if (rows.length > 0) await writeSums(client, rows);
  return sums;
}

async function writeSums(
  client: PoolClient,
  rows: readonly { key: number; kind: CounterKind; sums: Buffer }[],
): Promise<void> {
  await client.query({
    name: "telemetry-upsert-counter-sums",
    text: `insert into telemetry.counter_minute (pool, minute, kind, sums)
      select * from unnest($1::int[], $2::int[], $3::smallint[], $4::bytea[])
      on conflict (pool, minute, kind) do update set sums = excluded.sums`,
    values: [
      int4Array(rows.map(({ key }) => cellPool(key))),
      int4Array(rows.map(({ key }) => cellTime(key))),
      int2Array(rows.map(({ kind }) => kind)),
      byteaArray(rows.map(({ sums }) => sums)),
    ],
  });
}

/**
 * The node-minutes that were added to. A counter knows the whole minute, so that it is one sample, of its first second:
 * the minute's mean over all the time in it that was watched. Each later interval puts a better one in its place.
 */
function cpuOf(additions: Additions, sums: ReadonlyMap<number, MinuteSums>): CpuBatch {
  const batch = new CpuBatch();
  for (const [key, added] of additions[COUNTER_KINDS.idle]) {
    for (const slot of added.keys()) {
      const sum = sums.get(key)?.get(slot);
      const percent = sum === undefined ? null : cpuPercentOf(sum);
      if (percent === null) continue;
      const value = Math.round(percent * 100);
      batch.add({ pool: cellPool(key), minute: cellTime(key), second: 0, slot, value, request: 0 });
    }
  }
  return batch;
}

/** The totals of the minutes that were added to, in whole requests and bytes. */
function loadOf(additions: Additions, sums: Sums): LoadBatch {
  const batch = new LoadBatch();
  for (const kind of LOAD_KINDS) {
    for (const [key, added] of additions[kind]) {
      for (const registry of added.keys()) {
        const total = Math.round(sums[kind].get(key)?.get(registry)?.amount ?? 0);
        const requests = kind === COUNTER_KINDS.requests ? total : null;
        const bytes = kind === COUNTER_KINDS.bytes ? total : null;
        batch.add({ pool: cellPool(key), minute: cellTime(key), registry, requests, bytes });
      }
    }
  }
  return batch;
}
