import type { Pool, PoolClient } from "pg";
import { type Clock, MINUTES_PER_DAY, minuteOf } from "../../../core/index.ts";
import { ensurePartitions } from "../../../db/partitions.ts";
import { cellKey, cellPool, cellTime } from "../../cellKey.ts";
import { type DirectoryKeeper, learnNodes } from "../../names/commands.ts";
import { lockPools, readStored, writeChange } from "../commands.ts";
import type { CpuBatch } from "../cpuBatch.ts";
import { type MergeRules, mergeCpu, type StoredCpu } from "../mergeCpu.ts";
import { mergePacked, type PackedCpu, packedRange } from "../mergePacked.ts";
import { joinBatches, slicePacked, tellInto, type Verdicts } from "./groupCommit.ts";

/** Rows waiting to be committed beyond which new bodies are turned away: the sender is asked to come again. */
const MAX_QUEUED_ROWS = 4_000_000;
/** Pool-minutes that one round of a transaction reads, merges and writes. */
const BINS_PER_ROUND = 10_000;
/** Rows that share one transaction at the most, where several requests wait. */
const SHARED_COMMIT_ROWS = 60_000;

/** Transactions under way at once: while one waits for the disk, the next one merges. */
const LANES = 2;

/** The database cannot keep up: nothing of this body was stored, send it again a little later. */
export class OverloadError extends Error {}

interface QueuedBatch {
  readonly batch: CpuBatch;
  readonly done: (verdicts: Verdicts) => void;
  readonly failed: (error: unknown) => void;
}

/** The one way in for CPU samples of this process: batches that wait at the same time share a transaction. */
export class CpuWriter {
  readonly #names: DirectoryKeeper;
  readonly #database: Pool;
  readonly #clock: Clock;
  #queue: QueuedBatch[] = [];
  #queuedRows = 0;
  #lanes = 0;

  constructor(database: Pool, clock: Clock, names: DirectoryKeeper) {
    this.#database = database;
    this.#clock = clock;
    this.#names = names;
  }

  /** Stores a batch. Durable and in every later read when it returns; on an error nothing of it is stored. */
  async store(batch: CpuBatch): Promise<Verdicts> {
    if (batch.length === 0) return { accepted: 0, duplicate: 0 };
    if (this.#queuedRows + batch.length > MAX_QUEUED_ROWS) {
      throw new OverloadError(
        "more samples are waiting than the database takes in: send again in a few seconds",
      );
    }
    this.#queuedRows += batch.length;
    const verdicts = new Promise<Verdicts>((done, failed) => this.#queue.push({ batch, done, failed }));
    void this.#drain();
    return verdicts.finally(() => {
      this.#queuedRows -= batch.length;
    });
  }

  /** Stores a matrix of one pool, in one transaction. Counts are of the matrix's cells that have a value. */
  async storePacked(packed: PackedCpu): Promise<Verdicts> {
    const { fromMinute, toMinute } = packedRange(packed);
    await this.#ensurePartitions(fromMinute, toMinute);
    const verdicts: Verdicts[] = [];
    const tell = tellInto(verdicts);
    await this.#transaction([packed.pool], async (client) => {
      for (const part of slicePacked(packed)) {
        const range = packedRange(part);
        const keys: number[] = [];
        for (let minute = range.fromMinute; minute < range.toMinute; minute++)
          keys.push(cellKey(part.pool, minute));
        const stored = await readStored(client, keys);
        const rules = await this.#rules(client, [packed.pool], stored);
        await writeChange(client, mergePacked(part, stored, rules, tell));
      }
    });
    return verdicts[0] ?? { accepted: 0, duplicate: 0 };
  }

  async #drain(): Promise<void> {
    if (this.#lanes === LANES) return;
    this.#lanes++;
    try {
      while (this.#queue.length > 0) await this.#commitTogether(this.#takeGroup());
    } finally {
      this.#lanes--;
    }
  }

  #takeGroup(): QueuedBatch[] {
    let rows = 0;
    let count = 0;
    for (const queued of this.#queue) {
      if (count > 0 && rows + queued.batch.length > SHARED_COMMIT_ROWS) break;
      rows += queued.batch.length;
      count++;
    }
    return this.#queue.splice(0, count);
  }

  /** One transaction for all; where it fails, each is tried alone, so that none fails for another's sake. */
  async #commitTogether(group: readonly QueuedBatch[]): Promise<void> {
    const only = group.length === 1 ? group[0] : undefined;
    try {
      const verdicts = await this.#commit(only?.batch ?? joinBatches(group.map((queued) => queued.batch)));
      group.forEach((queued, place) => {
        queued.done(verdicts[place] ?? { accepted: 0, duplicate: 0 });
      });
    } catch (error) {
      if (only !== undefined) return only.failed(error);
      for (const queued of group) await this.#commitTogether([queued]);
    }
  }

  /** One transaction, in rounds: what is read and written at a time is bounded, however many bins a body touches. */
  async #commit(batch: CpuBatch): Promise<Verdicts[]> {
    const { bins, order } = batch.group();
    const times = bins.map((bin) => cellTime(bin.key));
    const fromMinute = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
    const lastMinute = times.reduce((most, time) => Math.max(most, time), 0);
    await this.#ensurePartitions(fromMinute, lastMinute + 1);
    const verdicts: Verdicts[] = [];
    const tell = tellInto(verdicts);
    await this.#transaction([...new Set(bins.map((bin) => cellPool(bin.key)))], async (client) => {
      for (let from = 0; from < bins.length; from += BINS_PER_ROUND) {
        const round = bins.slice(from, from + BINS_PER_ROUND);
        const stored = await readStored(
          client,
          round.map((bin) => bin.key),
        );
        const rules = await this.#rules(client, [...new Set(round.map((bin) => cellPool(bin.key)))], stored);
        await writeChange(client, mergeCpu({ batch, order, bins: round }, stored, rules, tell));
      }
    });
    return verdicts;
  }

  async #ensurePartitions(fromMinute: number, toMinute: number): Promise<void> {
    await ensurePartitions(this.#database, "pool_minute", fromMinute, toMinute);
    await ensurePartitions(this.#database, "pool_hour", fromMinute, toMinute);
  }

  async #transaction(pools: readonly number[], work: (client: PoolClient) => Promise<void>): Promise<void> {
    const client = await this.#database.connect();
    let broken: Error | undefined;
    try {
      await client.query("begin");
      await lockPools(client, pools);
      await work(client);
      await client.query("commit");
    } catch (error) {
      await client.query("rollback").catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Node names break ties, so the names of every stored slot must be known before a merge. */
  async #rules(client: PoolClient, pools: readonly number[], stored: StoredCpu): Promise<MergeRules> {
    const directory = this.#names.current();
    const slots = new Map<number, number>();
    for (const [key, hour] of stored.hours) {
      const pool = cellPool(key);
      slots.set(pool, Math.max(slots.get(pool) ?? 0, hour.firstSlot + hour.presence.length / 8));
    }
    const unknown = pools.filter(
      (pool) => (directory.pool(pool)?.names.length ?? 0) < (slots.get(pool) ?? 0),
    );
    if (unknown.length > 0) await learnNodes(client, directory, unknown);
    const youngFrom = minuteOf(this.#clock()) - MINUTES_PER_DAY;
    return { youngFrom, namesOf: (pool) => directory.namesOf(pool) };
  }
}
