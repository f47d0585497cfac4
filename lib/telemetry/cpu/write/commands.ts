import type { Pool, PoolClient } from "pg";
import { type Clock, MINUTES_PER_DAY, minuteOf } from "../../../core/index.ts";
import { ensurePartitions } from "../../../db/partitions.ts";
import { inTransaction } from "../../../db/poolTransaction.ts";
import { cellKey, cellPool, cellTime, hourKeyOf } from "../../cellKey.ts";
import { type DirectoryKeeper, learnNodes } from "../../names/commands.ts";
import { lockPools, writeChange, writeLocked } from "../commands.ts";
import type { CpuBatch } from "../cpuBatch.ts";
import { PRESENCE_BYTES } from "../hourRow.ts";
import type { MergeRules, StoredCpu, StoredHour } from "../mergeCpu.ts";
import { mergeInTurn, type Verdicts } from "../mergeInTurn.ts";
import { mergePacked, type PackedCpu, packedRange } from "../mergePacked.ts";
import { readHours, readMinutes, readStored } from "../stored/queries.ts";
import { hasBin, StoredCache } from "../storedCache.ts";
import { CommitQueue, type PreparedBatch, prepareBatch, roundsOf } from "./commitQueue.ts";
import { slicePacked } from "./slicePacked.ts";

/** Pool-minutes that one round of a transaction reads, merges and writes, and the most that one statement does. */
const BINS_PER_ROUND = 10_000;
/** After another process was seen to write the same hours, how long locks are taken first instead of trying without. */
const CAREFUL_MS = 5_000;

/** The one way in for CPU samples of this process: batches that wait at the same time share a transaction. */
export class CpuWriter {
  readonly #names: DirectoryKeeper;
  readonly #database: Pool;
  readonly #clock: Clock;
  readonly #cache = new StoredCache();
  readonly #queue = new CommitQueue((group) => this.#commit(group));
  #carefulUntilMs = Number.NEGATIVE_INFINITY;

  constructor(database: Pool, clock: Clock, names: DirectoryKeeper) {
    this.#database = database;
    this.#clock = clock;
    this.#names = names;
  }

  /**
   * Stores a batch. Durable and in every later read when it returns; on an error nothing of it is stored.
   * Throws OverloadError when too many rows wait.
   */
  async store(batch: CpuBatch): Promise<Verdicts> {
    return batch.length === 0 ? { accepted: 0, duplicate: 0 } : await this.#queue.add(batch);
  }

  /** Stores a matrix of one pool, in one transaction. Counts are of the matrix's cells that have a value. */
  async storePacked(packed: PackedCpu): Promise<Verdicts> {
    const { fromMinute, toMinute } = packedRange(packed);
    await this.ensurePartitions(fromMinute, toMinute);
    const verdicts: Verdicts = { accepted: 0, duplicate: 0 };
    await this.#transaction([packed.pool], async (client) => {
      for (const part of slicePacked(packed)) {
        const stored = await readStored(client, binKeysOf(part));
        const rules = await this.#rules(client, stored.hours);
        const change = mergePacked(part, stored, rules, (isFurtherBin, verdict) => {
          if (isFurtherBin === 0) verdicts[verdict]++;
        });
        await writeLocked(client, change);
      }
    });
    return verdicts;
  }

  /** What storing this batch would answer now. Nothing is locked and nothing written. */
  async rehearse(batch: CpuBatch): Promise<Verdicts> {
    const verdicts: Verdicts = { accepted: 0, duplicate: 0 };
    const { bins, order } = batch.group();
    for (let from = 0; from < bins.length; from += BINS_PER_ROUND) {
      const part = bins.slice(from, from + BINS_PER_ROUND);
      const stored = await readStored(
        this.#database,
        part.map((bin) => bin.key),
      );
      const rules = await this.#rules(this.#database, stored.hours);
      const merged = mergeInTurn([{ batch, order, bins: part }], stored, rules);
      verdicts.accepted += merged.verdicts[0]?.accepted ?? 0;
      verdicts.duplicate += merged.verdicts[0]?.duplicate ?? 0;
    }
    return verdicts;
  }

  /** The same of a matrix. */
  async rehearsePacked(packed: PackedCpu): Promise<Verdicts> {
    const verdicts: Verdicts = { accepted: 0, duplicate: 0 };
    for (const part of slicePacked(packed)) {
      const stored = await readStored(this.#database, binKeysOf(part));
      const rules = await this.#rules(this.#database, stored.hours);
      mergePacked(part, stored, rules, (isFurtherBin, verdict) => {
        if (isFurtherBin === 0) verdicts[verdict]++;
      });
    }
    return verdicts;
  }

  /** All batches or, on an error, none. */
  async #commit(group: readonly PreparedBatch[]): Promise<Verdicts[]> {
    let fromMinute = Number.POSITIVE_INFINITY;
    let lastMinute = 0;
    let bins = 0;
    for (const batch of group) {
      bins += batch.bins.length;
      for (const bin of batch.bins) {
        const minute = cellTime(bin.key);
        if (minute < fromMinute) fromMinute = minute;
        if (minute > lastMinute) lastMinute = minute;
      }
    }
    await this.ensurePartitions(fromMinute, lastMinute + 1);
    if (bins <= BINS_PER_ROUND && this.#clock() >= this.#carefulUntilMs) {
      const verdicts = await this.#commitAtOnce(group);
      if (verdicts !== null) return verdicts;
      this.#carefulUntilMs = this.#clock() + CAREFUL_MS;
    }
    return await this.#commitLocked(group);
  }

  /**
   * One statement, made from what this process remembers to be stored. Null where another process has written since:
   * then nothing was written.
   */
  async #commitAtOnce(group: readonly PreparedBatch[]): Promise<Verdicts[] | null> {
    const stored = await this.#recall([
      ...new Set(group.flatMap((batch) => batch.bins.map((bin) => bin.key))),
    ]);
    const rules = await this.#rules(this.#database, stored.hours);
    const { change, verdicts } = mergeInTurn(group, stored, rules);
    const unchanged = new Map([...stored.hours].filter(([key]) => !change.hours.has(key)));
    const client = await this.#database.connect();
    try {
      const version = await writeChange(client, change, unchanged);
      if (version === null) return null;
      this.#cache.keep(stored, change, version);
      return verdicts;
    } finally {
      client.release();
    }
  }

  /** What is stored for these bins, by memory where possible; what is read may be of a later state than what was known. */
  async #recall(binKeys: readonly number[]): Promise<StoredCpu> {
    const recalled = this.#cache.take(binKeys);
    const { hours, minutes } = recalled;
    if (recalled.missingHours.length === 0 && recalled.missingMinutes.length === 0) return recalled;
    const missing = new Set(recalled.missingHours);
    const wanted = [...recalled.missingMinutes];
    for (const [key, hour] of await readHours(this.#database, recalled.missingHours)) hours.set(key, hour);
    for (const key of binKeys) {
      const hourKey = hourKeyOf(key);
      if (missing.has(hourKey) && hasBin(hours.get(hourKey), key)) wanted.push(key);
    }
    for (const [key, row] of await readMinutes(this.#database, wanted)) minutes.set(key, row);
    return { hours, minutes };
  }

  /**
   * Under the locks of its pools, where others wait. In rounds: what is read and written at a time is bounded, however
   * many bins a body touches.
   */
  async #commitLocked(group: readonly PreparedBatch[]): Promise<Verdicts[]> {
    const pools = new Set(group.flatMap((batch) => [...batch.pools]));
    let verdicts: Verdicts[] = [];
    await this.#transaction([...pools], async (client) => {
      verdicts = await this.#mergeLocked(client, group);
    });
    return verdicts;
  }

  /**
   * Stores batches inside a transaction of the caller's, who has made the partitions (`ensurePartitions`) and locked
   * the pools. The verdicts are in the order of the batches.
   */
  async storeLocked(client: PoolClient, batches: readonly CpuBatch[]): Promise<Verdicts[]> {
    return await this.#mergeLocked(client, batches.map(prepareBatch));
  }

  async #mergeLocked(client: PoolClient, group: readonly PreparedBatch[]): Promise<Verdicts[]> {
    const total = group.map((): Verdicts => ({ accepted: 0, duplicate: 0 }));
    for (const round of roundsOf(group, BINS_PER_ROUND)) {
      const keys = new Set(round.flatMap(({ bins }) => bins.map((bin) => bin.key)));
      const stored = await readStored(client, [...keys]);
      const rules = await this.#rules(client, stored.hours);
      const { change, verdicts } = mergeInTurn(round, stored, rules);
      await writeLocked(client, change);
      round.forEach(({ place }, at) => {
        const counts = total[place];
        if (counts === undefined) return;
        counts.accepted += verdicts[at]?.accepted ?? 0;
        counts.duplicate += verdicts[at]?.duplicate ?? 0;
      });
    }
    return total;
  }

  /** Before the transaction of a write: the days of these minutes have their partitions. */
  async ensurePartitions(fromMinute: number, toMinute: number): Promise<void> {
    await ensurePartitions(this.#database, "pool_minute", fromMinute, toMinute);
    await ensurePartitions(this.#database, "pool_hour", fromMinute, toMinute);
  }

  async #transaction(pools: readonly number[], work: (client: PoolClient) => Promise<void>): Promise<void> {
    await inTransaction(this.#database, async (client) => {
      await lockPools(client, pools);
      await work(client);
    });
  }

  /** Node names break ties, so the names of every stored slot must be known before a merge. */
  async #rules(database: Pool | PoolClient, hours: ReadonlyMap<number, StoredHour>): Promise<MergeRules> {
    const directory = this.#names.current();
    const unknown = new Set<number>();
    for (const [key, hour] of hours) {
      const pool = cellPool(key);
      const slots = hour.firstSlot + hour.presence.length / PRESENCE_BYTES;
      if ((directory.pool(pool)?.names.length ?? 0) < slots) unknown.add(pool);
    }
    if (unknown.size > 0) await learnNodes(database, directory, [...unknown]);
    const youngFrom = minuteOf(this.#clock()) - MINUTES_PER_DAY;
    return { youngFrom, namesOf: (pool) => directory.namesOf(pool) };
  }
}

function binKeysOf(part: PackedCpu): number[] {
  const range = packedRange(part);
  const keys: number[] = [];
  for (let minute = range.fromMinute; minute < range.toMinute; minute++)
    keys.push(cellKey(part.pool, minute));
  return keys;
}
