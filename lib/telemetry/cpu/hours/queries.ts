import type { Pool, PoolClient } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { type Clock, hourOf, type MinuteWindow } from "../../../core/index.ts";
import type { PoolWindow } from "../../types.ts";
import { CopyReader } from "../copyReader.ts";
import { assembleWindows, HourBlock } from "../hourBlock.ts";
import { EXPECTED_AFTER_MINUTES } from "../presence.ts";

/** About 0.4 MB an hour for 1,000 pools: three weeks of a large fleet. */
const MAX_CACHED_POOL_HOURS = 600_000;
/** A few pools over more unread hours than this are read alone: the others' hours would be read for nobody. */
const FEW_POOLS = 16;
const MANY_HOURS = 48;
/** Changes are kept ten minutes; after half of that without a look, everything is read anew. */
const TRUST_MS = 5 * 60_000;

/**
 * Reads pools' windows from the hour rows, keeping hours it has read in memory. Before every answer it asks the
 * database which hours were written since its last look, so that whatever was acknowledged, by any process, is in it.
 */
export class HourReader {
  readonly #database: Pool;
  readonly #clock: Clock;
  readonly #blocks = new Map<number, HourBlock>();
  #seenXmin = "0";
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(database: Pool, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** One window for each pool that has any data in it or in the 15 minutes before. */
  async readWindows(pools: readonly number[], window: MinuteWindow): Promise<Map<number, PoolWindow>> {
    return (await this.readAll(pools, [window]))[0] ?? new Map();
  }

  /** Several windows of the same pools, from one look at the database. */
  async readAll(
    pools: readonly number[],
    windows: readonly MinuteWindow[],
  ): Promise<Map<number, PoolWindow>[]> {
    const hours = [...new Set(windows.flatMap(hoursOf))];
    const unread = hours.filter((hour) => !this.#blocks.has(hour));
    const blocks =
      pools.length <= FEW_POOLS && unread.length > MANY_HOURS
        ? await this.#readAlone(pools, hours)
        : await this.#inTurn(() => this.#freshBlocks(hours));
    return windows.map((window) => {
      const covering = hoursOf(window).flatMap((hour) => blocks.get(hour) ?? []);
      return assembleWindows(covering, pools, window);
    });
  }

  /** Straight from the database, kept by nobody, and without holding up who waits for the hours in memory. */
  async #readAlone(
    pools: readonly number[],
    hours: readonly number[],
  ): Promise<ReadonlyMap<number, HourBlock>> {
    const blocks = hours.map((hour) => new HourBlock(hour, pools.length));
    if (pools.length > 0) {
      const client = await this.#database.connect();
      try {
        await loadInto(client, blocks, pools);
      } finally {
        client.release();
      }
    }
    return new Map(blocks.map((block) => [block.hour, block]));
  }

  /** One look at a time: two at once would read the same hours twice. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #freshBlocks(hours: readonly number[]): Promise<ReadonlyMap<number, HourBlock>> {
    const client = await this.#database.connect();
    try {
      const stale = await this.#findStale(client);
      for (const [hour, pools] of stale) {
        const block = this.#blocks.get(hour);
        if (block !== undefined) await loadInto(client, [block], [...pools]);
      }
      const missing = hours.filter((hour) => !this.#blocks.has(hour));
      if (missing.length > 0) await this.#load(client, missing);
    } catch (error) {
      this.#blocks.clear();
      throw error;
    } finally {
      client.release();
    }
    const fresh = new Map(
      hours.flatMap((hour) => (this.#blocks.has(hour) ? [[hour, this.#block(hour)]] : [])),
    );
    this.#forgetBeyond(MAX_CACHED_POOL_HOURS, new Set(hours));
    return fresh;
  }

  /** Pools by hour that were written since the last look: every commit whose id is not below the oldest then running. */
  async #findStale(client: PoolClient): Promise<Map<number, Set<number>>> {
    const nowMs = this.#clock();
    const isTrusted = Math.abs(nowMs - this.#lookedAtMs) < TRUST_MS;
    if (!isTrusted) this.#blocks.clear();
    const { rows } = await client.query<{
      xmin: string;
      changes: { hours: number[]; pools: number[] }[] | null;
    }>(
      `select pg_snapshot_xmin(pg_current_snapshot())::text as xmin,
         (select json_agg(json_build_object('hours', hours, 'pools', pools))
            from telemetry.change where kind = 'cpu' and xid >= $1::xid8) as changes`,
      [isTrusted ? this.#seenXmin : FUTURE_XID],
    );
    const seen = rows[0]?.xmin ?? "0";
    this.#seenXmin = seen;
    this.#lookedAtMs = nowMs;
    const stale = new Map<number, Set<number>>();
    for (const change of rows[0]?.changes ?? []) {
      for (const hour of change.hours) {
        const pools = stale.get(hour) ?? new Set<number>();
        for (const pool of change.pools) pools.add(pool);
        stale.set(hour, pools);
      }
    }
    return stale;
  }

  async #load(client: PoolClient, hours: readonly number[]): Promise<void> {
    const largest = [...this.#blocks.values()].reduce((most, block) => Math.max(most, block.rows.size), 64);
    const blocks = hours.map((hour) => new HourBlock(hour, largest));
    await loadInto(client, blocks, null);
    for (const block of blocks) this.#blocks.set(block.hour, block);
  }

  #block(hour: number): HourBlock {
    const block = this.#blocks.get(hour);
    if (block === undefined) throw new Error(`hour ${hour} was not loaded`);
    this.#blocks.delete(hour);
    this.#blocks.set(hour, block);
    return block;
  }

  /** The hours not asked for longest go first. */
  #forgetBeyond(maxPoolHours: number, needed: ReadonlySet<number>): void {
    let held = 0;
    for (const block of this.#blocks.values()) held += block.rows.size;
    for (const [hour, block] of this.#blocks) {
      if (held <= maxPoolHours) return;
      if (needed.has(hour)) continue;
      this.#blocks.delete(hour);
      held -= block.rows.size;
    }
  }
}

/** Above every transaction id there will be: nothing has changed since. */
const FUTURE_XID = "9223372036854775807";

/** The hours that a window is read from: those it lies in, and that of the 15 minutes before it. */
function hoursOf(window: MinuteWindow): number[] {
  const from = hourOf(window.fromMinute - EXPECTED_AFTER_MINUTES);
  const to = hourOf(window.toMinute - 1);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** Reads rows into the blocks of their hours; `pools` null = all. Hours are read as runs, so that scans are few. */
async function loadInto(
  client: PoolClient,
  blocks: readonly HourBlock[],
  pools: readonly number[] | null,
): Promise<void> {
  const byHour = new Map(blocks.map((block) => [block.hour, block]));
  const reader = new CopyReader(await copyHours(client, [...byHour.keys()], pools));
  while (reader.next()) {
    const pool = reader.int4();
    byHour.get(reader.int4())?.take(pool, reader);
  }
}

/** COPY takes no parameters: what is put into its text is whole numbers only, checked here. */
async function copyHours(
  client: PoolClient,
  hours: readonly number[],
  pools: readonly number[] | null,
): Promise<Buffer> {
  if (![...hours, ...(pools ?? [])].every(Number.isSafeInteger))
    throw new RangeError("ids and hours are whole numbers");
  const runs = runsOf(hours).map(([from, to]) => `hour >= ${from} and hour < ${to}`);
  const ofPools = pools === null ? "" : `and pool = any('{${pools.join(",")}}'::int[])`;
  const text = `copy (select pool, hour, first_slot, hot, average, hottest, presence from telemetry.pool_hour
    where (${runs.join(" or ")}) ${ofPools}) to stdout (format binary)`;
  const chunks: Buffer[] = [];
  for await (const chunk of client.query(copyTo(text))) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Consecutive hours as half-open ranges. */
function runsOf(hours: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const hour of [...hours].sort((left, right) => left - right)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === hour) last[1] = hour + 1;
    else runs.push([hour, hour + 1]);
  }
  return runs;
}
