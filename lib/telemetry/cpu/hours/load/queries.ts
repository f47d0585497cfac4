import type { Pool } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { groupsOf } from "../../../../core/index.ts";
import { CopyReader } from "../../copyReader.ts";
import type { HourBlock } from "../../hourBlock.ts";

/** Reads rows into the blocks of their hours; `pools` null = all. */
export async function loadHours(
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
function shareOut(blocks: readonly HourBlock[]): (readonly HourBlock[])[] {
  return [...groupsOf(blocks, Math.min(MAX_HOURS_AT_ONCE, Math.ceil(blocks.length / LANES)))];
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
