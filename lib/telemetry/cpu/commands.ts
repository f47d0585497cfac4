import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ClientBase, DatabaseError } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { int4Array } from "../binaryArrays.ts";
import { encodeMinutes, MINUTE_COLUMNS } from "./binaryCopy.ts";
import type { ChangedMinute, CpuChange, StoredHour } from "./mergeCpu.ts";
import { composeWrite, LOCK_CLASS, shardsOf } from "./writeStatement.ts";

/** From this many new rows on, COPY is worth its extra round trips. */
const COPY_ROWS = 1_000;

/**
 * Serialises writers of the same pools until the transaction ends. Pools share 256 locks, taken in ascending order,
 * so that writers never wait in a circle and the server's lock table stays small.
 */
export async function lockPools(client: ClientBase, pools: Iterable<number>): Promise<void> {
  await client.query({
    name: "telemetry-lock",
    text: "select pg_advisory_xact_lock($1, shard) from unnest($2::int[]) as shard",
    values: [LOCK_CLASS, int4Array(shardsOf(pools))],
  });
}

/**
 * Writes what a merge changed, in one statement: minutes, their hours, and the note that tells caches. It takes the
 * locks of the pools, and holds only if every hour still has the version that the merge saw, those it left as they
 * were (`unchanged`) included. Answers the version of the changed hours; null where one had another version: then
 * nothing was written, and a transaction around it is at its end.
 */
export async function writeChange(
  client: ClientBase,
  change: CpuChange,
  unchanged: ReadonlyMap<number, StoredHour>,
): Promise<number | null> {
  try {
    const { rows } = await client.query<{ version: string }>(composeWrite(change, unchanged));
    return Number(rows[0]?.version);
  } catch (error) {
    if (isConflict(error)) return null;
    throw error;
  }
}

/** As `writeChange`, inside a transaction that has locked the pools: many new minutes go by COPY. */
export async function writeLocked(client: ClientBase, change: CpuChange): Promise<void> {
  if (change.hours.size === 0) return;
  const fresh = change.minutes.filter((minute) => !minute.existed);
  const rest = fresh.length < COPY_ROWS ? change.minutes : change.minutes.filter((minute) => minute.existed);
  if (fresh.length >= COPY_ROWS) await copyMinutes(client, fresh);
  const version = await writeChange(client, { minutes: rest, hours: change.hours }, new Map());
  if (version === null) throw new Error("hours changed while their pools were locked");
}

async function copyMinutes(client: ClientBase, minutes: readonly ChangedMinute[]): Promise<void> {
  const stream = client.query(
    copyFrom(`copy telemetry.pool_minute (${MINUTE_COLUMNS}) from stdin (format binary)`),
  );
  await pipeline(Readable.from([encodeMinutes(minutes)]), stream);
}

/** The guard of the statement divides by zero where an hour is not as it was; two that wait for each other are both asked again. */
const CONFLICTS = ["22012", "40P01"];

function isConflict(error: unknown): boolean {
  return error instanceof DatabaseError && CONFLICTS.includes(error.code ?? "");
}
