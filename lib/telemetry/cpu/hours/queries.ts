import type { Pool } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { type Clock, hourOf, type MinuteWindow } from "../../../core/index.ts";
import type { PoolBins, PoolWindow } from "../../types.ts";
import { assembleBins, assembleWindows } from "../assembleWindows.ts";
import { CopyReader } from "../copyReader.ts";
import { HourBlock } from "../hourBlock.ts";
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
    const blocks = await this.#readBlocks(pools, windows);
    return windows.map((window) => assembleWindows(blocksOf(blocks, window), pools, window));
  }

  /** One column alone, for each pool that has any data in the window or in the 15 minutes before. */
  async readBins(
    pools: readonly number[],
    asked: { readonly window: MinuteWindow; readonly column: "hot" | "average" },
  ): Promise<Map<number, PoolBins>> {
    const blocks = await this.#readBlocks(pools, [asked.window]);
    return assembleBins(blocksOf(blocks, asked.window), pools, asked);
  }

  async #readBlocks(
    pools: readonly number[],
    windows: readonly MinuteWindow[],
  ): Promise<ReadonlyMap<number, HourBlock>> {
    const hours = [...new Set(windows.flatMap(hoursOf))];
    const unread = hours.filter((hour) => !this.#blocks.has(hour));
    return pools.length <= FEW_POOLS && unread.length > MANY_HOURS
      ? await this.#readAlone(pools, hours)
      : await this.#inTurn(() => this.#freshBlocks(hours));
  }

  /** Straight from the database, kept by nobody, and without holding up who waits for the hours in memory. */
  async #readAlone(
    pools: readonly number[],
    hours: readonly number[],
  ): Promise<ReadonlyMap<number, HourBlock>> {
    const blocks = hours.map((hour) => new HourBlock(hour));
    if (pools.length > 0) await loadInto(this.#database, blocks, pools);
    const byHour = new Map(blocks.map((block) => [block.hour, block]));
    countNodes(blocks, byHour);
    return byHour;
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
        const block = this.#blocks.get(hour);
        if (block !== undefined) await loadInto(this.#database, [block], pools);
      }
      const missing = hours.filter((hour) => !this.#blocks.has(hour)).map((hour) => new HourBlock(hour));
      await loadInto(this.#database, missing, null);
      for (const block of missing) this.#blocks.set(block.hour, block);
    } catch (error) {
      this.#blocks.clear();
      throw error;
    }
    const fresh = new Map(hours.map((hour) => [hour, this.#block(hour)]));
    countNodes(fresh.values(), this.#blocks);
    this.#forgetBeyond(MAX_CACHED_POOL_HOURS, new Set(hours));
    return fresh;
  }

  /** Pools by hour that were written since the last look: every commit whose id is not below the oldest then running. */
  async #findStale(): Promise<Map<number, readonly number[]>> {
    const nowMs = this.#clock();
    const isTrusted = Math.abs(nowMs - this.#lookedAtMs) < TRUST_MS;
    if (!isTrusted) this.#blocks.clear();
    // Brought together by the server: at a thousand commits a second there are many notes of the same few hours.
    const { rows } = await this.#database.query<{ xmin: string; stale: Record<string, number[]> | null }>(
      `select pg_snapshot_xmin(pg_current_snapshot())::text as xmin,
         (select json_object_agg(hour, pools) from (
            select hour, array_agg(distinct pool) as pools
              from telemetry.change, unnest(hours) as hour, unnest(pools) as pool
              where kind = 'cpu' and xid >= $1::xid8 group by hour) as changed) as stale`,
      [isTrusted ? this.#seenXmin : FUTURE_XID],
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

/** Each hour's nodes, with the hour before it where that is known. */
function countNodes(blocks: Iterable<HourBlock>, known: ReadonlyMap<number, HourBlock>): void {
  for (const block of blocks) block.countNodes(known.get(block.hour - 1));
}

/** Reads rows into the blocks of their hours; `pools` null = all. */
async function loadInto(
  database: Pool,
  blocks: readonly HourBlock[],
  pools: readonly number[] | null,
): Promise<void> {
  const waiting = shareOut(blocks);
  const lane = async () => {
    for (let share = waiting.pop(); share !== undefined; share = waiting.pop()) {
      await loadShare(database, share, pools);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, waiting.length) }, lane));
}

/** Statements at a time: each keeps a processor of the server busy, and their answers meet on our one. */
const LANES = 2;
/** The server holds what it puts together of a statement's hours. */
const MAX_HOURS_AT_ONCE = 12;

/** Runs of neighbouring hours, at least one for each lane. */
function shareOut(blocks: readonly HourBlock[]): HourBlock[][] {
  const size = Math.min(MAX_HOURS_AT_ONCE, Math.ceil(blocks.length / LANES));
  const shares: HourBlock[][] = [];
  for (let at = 0; at < blocks.length; at += size) shares.push(blocks.slice(at, at + size));
  return shares;
}

async function loadShare(
  database: Pool,
  blocks: readonly HourBlock[],
  pools: readonly number[] | null,
): Promise<void> {
  const byHour = new Map(blocks.map((block) => [block.hour, block]));
  const reader = new CopyReader();
  const take = (row: CopyReader) => {
    const block = byHour.get(row.int4());
    block?.take({ heads: row.bytes(), bins: row.bytes(), presence: row.bytes() });
  };
  const client = await database.connect();
  try {
    for await (const chunk of client.query(copyTo(hoursAsCopy([...byHour.keys()], pools)))) {
      reader.read(chunk as Buffer, take);
    }
  } finally {
    client.release();
  }
}

/**
 * One row an hour, its pools' rows put together by the server (`HourRows`): taking twenty thousand rows apart is more work
 * here than joining them is there. COPY takes no parameters: what is put into its text is whole numbers only, checked
 * here. Hours are read as runs, so that scans are few.
 */
function hoursAsCopy(hours: readonly number[], pools: readonly number[] | null): string {
  if (![...hours, ...(pools ?? [])].every(Number.isSafeInteger))
    throw new RangeError("ids and hours are whole numbers");
  const runs = runsOf(hours).map(([from, to]) => `hour >= ${from} and hour < ${to}`);
  const ofPools = pools === null ? "" : `and pool = any('{${pools.join(",")}}'::int[])`;
  return `copy (
    select hour,
      string_agg(int4send(pool) || int2send(first_slot) || int4send(octet_length(presence)), ''),
      string_agg(hot || average || hottest, ''),
      string_agg(presence, '')
    from telemetry.pool_hour where (${runs.join(" or ")}) ${ofPools} group by hour
  ) to stdout (format binary)`;
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
