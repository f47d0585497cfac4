import type { Pool } from "pg";
import { type Clock, groupsOf, hourOf, type MinuteWindow, Pieces } from "../../../core/index.ts";
import type { PoolBins, PoolWindow } from "../../types.ts";
import { assembleBins, assembleWindows } from "../assembleWindows.ts";
import { HourBlock } from "../hourBlock.ts";
import { EXPECTED_AFTER_MINUTES } from "../presence.ts";
import { loadHours } from "./load/queries.ts";
import type { PoolHours } from "./poolHours.ts";

/** About 0.4 MB an hour for 1,000 pools: three weeks of a large fleet. */
const MAX_CACHED_POOL_HOURS = 600_000;
/** A few pools over more unread hours than this are read alone: the others' hours would be read for nobody. */
const FEW_POOLS = 16;
const MANY_HOURS = 48;
/** Hours that everyone's peak may be looked for in: so many of a whole fleet are read, and kept, together. */
const SHARED_HOURS = 15 * 24;
/** Of longer windows: what one answer may be made of, some 240 MB. */
const MOST_POOL_HOURS = 600_000;
/** Changes are kept ten minutes; after half of that without a look, everything is read anew. */
const TRUST_MS = 5 * 60_000;

/** So long a window of so many pools is not read at once; the message says, for people, what is. */
export class TooLongError extends Error {
  constructor(days: number, pools: number) {
    super(
      `The window is too long for ${pools} pools: ask for at most ${Math.max(15, days)} days, or for fewer pools.`,
    );
  }
}

/**
 * Reads pools' windows from the hour rows, keeping hours it has read in memory. Before every answer it asks the
 * database which hours were written since its last look, so that whatever was acknowledged, by any process, is in it.
 */
export class HourReader implements PoolHours {
  readonly #database: Pool;
  readonly #clock: Clock;
  readonly #blocks = new Map<number, HourBlock>();
  #seenXmin = "0";
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #turn: Promise<unknown> = Promise.resolve();
  #settleSeconds: number | null;

  /**
   * @param settleSeconds how long after its note a write may still be invisible; asked of the database where not given:
   *   nothing on one machine, where both are seen at once
   */
  constructor(database: Pool, clock: Clock, { settleSeconds }: { readonly settleSeconds?: number } = {}) {
    this.#database = database;
    this.#clock = clock;
    this.#settleSeconds = settleSeconds ?? null;
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
    return await this.#reading(pools, windows, async (blocks) => {
      const read: Map<number, PoolWindow>[] = [];
      for (const window of windows) {
        const own = blocksOf(blocks, window);
        read.push(await inPieces(pools, (some) => assembleWindows(own, some, window)));
      }
      return read;
    });
  }

  /** One column alone, for each pool that has any data in the window or in the 15 minutes before. */
  async readBins(
    pools: readonly number[],
    asked: { readonly window: MinuteWindow; readonly column: "hot" | "average" },
  ): Promise<Map<number, PoolBins>> {
    return await this.#reading(pools, [asked.window], async (blocks) => {
      const own = blocksOf(blocks, asked.window);
      return await inPieces(pools, (some) => assembleBins(own, some, asked));
    });
  }

  /** Hands out the hours as they are at one instant: whoever finds news of one meanwhile changes a copy of it. */
  async #reading<T>(
    pools: readonly number[],
    windows: readonly MinuteWindow[],
    read: (blocks: ReadonlyMap<number, HourBlock>) => Promise<T>,
  ): Promise<T> {
    const blocks = await this.#readBlocks(pools, windows);
    try {
      return await read(blocks);
    } finally {
      for (const block of blocks.values()) block.readers--;
    }
  }

  /** Each with one reader more. */
  async #readBlocks(
    pools: readonly number[],
    windows: readonly MinuteWindow[],
  ): Promise<ReadonlyMap<number, HourBlock>> {
    const hours = [...new Set(windows.flatMap(hoursOf))];
    const unread = hours.filter((hour) => !this.#blocks.has(hour));
    const isLong = hours.length > SHARED_HOURS;
    if (isLong && pools.length * hours.length > MOST_POOL_HOURS)
      throw new TooLongError(Math.floor(MOST_POOL_HOURS / pools.length / 24), pools.length);
    return isLong || (pools.length <= FEW_POOLS && unread.length > MANY_HOURS)
      ? await this.#readAlone(pools, hours)
      : await this.#inTurn(() => this.#freshBlocks(hours));
  }

  /** Straight from the database, kept by nobody, and without holding up who waits for the hours in memory. */
  async #readAlone(
    pools: readonly number[],
    hours: readonly number[],
  ): Promise<ReadonlyMap<number, HourBlock>> {
    const blocks = hours.map((hour) => new HourBlock(hour));
    if (pools.length > 0) await loadHours(this.#database, blocks, pools);
    const byHour = new Map(blocks.map((block) => [block.hour, block]));
    const pieces = new Pieces();
    for (const block of blocks) {
      block.countNodes(byHour.get(block.hour - 1));
      await pieces.next();
    }
    return withReader(byHour);
  }

  /** One look at a time: two at once would read the same hours twice. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #freshBlocks(hours: readonly number[]): Promise<ReadonlyMap<number, HourBlock>> {
    try {
      const stale = await this.#findStale();
      for (const [hour, pools] of stale) {
        if (this.#blocks.has(hour)) await loadHours(this.#database, [this.#changeable(hour)], pools);
      }
      const missing = hours.filter((hour) => !this.#blocks.has(hour)).map((hour) => new HourBlock(hour));
      await loadHours(this.#database, missing, null);
      for (const block of missing) this.#blocks.set(block.hour, block);
      await this.#countNodes(hours);
    } catch (error) {
      this.#blocks.clear();
      throw error;
    }
    const fresh = new Map(hours.map((hour) => [hour, this.#block(hour)]));
    this.#forgetBeyond(MAX_CACHED_POOL_HOURS, new Set(hours));
    return withReader(fresh);
  }

  /** Each hour's nodes, with the hour before it where that is known. */
  async #countNodes(hours: readonly number[]): Promise<void> {
    const pieces = new Pieces();
    for (const hour of hours) {
      const before = this.#blocks.get(hour - 1);
      if (this.#block(hour).isCounted(before)) continue;
      this.#changeable(hour).countNodes(before);
      await pieces.next();
    }
  }

  /** The hour's block; in the place of one that is being read, a copy. */
  #changeable(hour: number): HourBlock {
    const block = this.#block(hour);
    if (block.readers === 0) return block;
    const copy = block.copy();
    this.#blocks.set(hour, copy);
    return copy;
  }

  /** Pools by hour that were written since the last look: every commit whose id is not below the oldest then running. */
  async #findStale(): Promise<Map<number, readonly number[]>> {
    const nowMs = this.#clock();
    const isTrusted = Math.abs(nowMs - this.#lookedAtMs) < TRUST_MS;
    if (!isTrusted) this.#blocks.clear();
    // Brought together by the server: at a thousand commits a second there are many notes of the same few hours.
    this.#settleSeconds ??= await askSettleSeconds(this.#database);
    const { rows } = await this.#database.query<{ xmin: string; stale: Record<string, number[]> | null }>(
      `select pg_snapshot_xmin(pg_current_snapshot())::text as xmin,
         (select json_object_agg(hour, pools) from (
            select hour, array_agg(distinct pool) as pools
              from telemetry.change, unnest(hours) as hour, unnest(pools) as pool
              where kind = 'cpu' and (xid >= $1::xid8 or ($2 > 0 and at > clock_timestamp() - make_interval(secs => $2)))
              group by hour) as changed) as stale`,
      [isTrusted ? this.#seenXmin : FUTURE_XID, this.#settleSeconds],
    );
    this.#seenXmin = rows[0]?.xmin ?? "0";
    this.#lookedAtMs = nowMs;
    return new Map(Object.entries(rows[0]?.stale ?? {}).map(([hour, pools]) => [Number(hour), pools]));
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

/** On several machines the coordinator commits first, and the others a moment after it: far less than this. */
const SETTLES_WITHIN_SECONDS = 5;

async function askSettleSeconds(database: Pool): Promise<number> {
  const { rows } = await database.query("select from pg_extension where extname = 'citus'");
  return rows.length > 0 ? SETTLES_WITHIN_SECONDS : 0;
}

/** Above every transaction id there will be: nothing has changed since. */
const FUTURE_XID = "9223372036854775807";

/** The hours that a window is read from: those it lies in, and that of the 15 minutes before it. */
function hoursOf(window: MinuteWindow): number[] {
  const from = hourOf(window.fromMinute - EXPECTED_AFTER_MINUTES);
  const to = hourOf(window.toMinute - 1);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function blocksOf(blocks: ReadonlyMap<number, HourBlock>, window: MinuteWindow): HourBlock[] {
  return hoursOf(window).flatMap((hour) => blocks.get(hour) ?? []);
}

function withReader(blocks: ReadonlyMap<number, HourBlock>): ReadonlyMap<number, HourBlock> {
  for (const block of blocks.values()) block.readers++;
  return blocks;
}

/** Some millions of numbers are copied for each: a few milliseconds. */
const POOLS_AT_ONCE = 128;

/** Puts together what is read of many pools, some at a time. */
async function inPieces<Found>(
  pools: readonly number[],
  assemble: (some: readonly number[]) => ReadonlyMap<number, Found>,
): Promise<Map<number, Found>> {
  const all = new Map<number, Found>();
  const pieces = new Pieces();
  for (const some of groupsOf(pools, POOLS_AT_ONCE)) {
    for (const [pool, found] of assemble(some)) all.set(pool, found);
    await pieces.next();
  }
  return all;
}
