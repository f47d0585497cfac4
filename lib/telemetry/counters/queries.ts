import type { ClientBase } from "pg";
import { greatest, least } from "../../core/index.ts";
import { int2Array, int4Array } from "../binaryArrays.ts";
import { cellKey, cellPool, cellTime } from "../cellKey.ts";
import { type Owner, ownerKey, type StoredPoints } from "./counterState.ts";
import type { CounterKind } from "./counterTypes.ts";
import { decodePoints } from "./pointRow.ts";
import { decodeSums, type MinuteSums } from "./sumRow.ts";

/** The newest points of these owners, by `ownerKey`. The pools must be locked. */
export async function readPoints(client: ClientBase, owners: readonly Owner[]): Promise<StoredPoints> {
  const { rows } = await client.query<{ pool: number; kind: CounterKind; owner: number; points: Buffer }>({
    name: "telemetry-counter-points",
    text: `select p.pool, p.kind, p.owner, p.points
      from unnest($1::int[], $2::smallint[], $3::int[]) as want(pool, kind, owner)
      join telemetry.counter_point p using (pool, kind, owner)
      where p.pool = any($1::int[])`,
    values: [
      int4Array(owners.map(({ pool }) => pool)),
      int2Array(owners.map(({ kind }) => kind)),
      int4Array(owners.map(({ owner }) => owner)),
    ],
  });
  return new Map(rows.map((row) => [ownerKey(row), decodePoints(row.points)]));
}

/** What these minutes (`cellKey(pool, minute)`) add up to so far. The pools must be locked. */
export async function readSums(
  client: ClientBase,
  kind: CounterKind,
  keys: readonly number[],
): Promise<Map<number, MinuteSums>> {
  if (keys.length === 0) return new Map();
  const minutes = keys.map(cellTime);
  const { rows } = await client.query<{ pool: number; minute: number; sums: Buffer }>({
    name: "telemetry-counter-sums",
    text: `select s.pool, s.minute, s.sums
      from unnest($1::int[], $2::int[]) as want(pool, minute)
      join telemetry.counter_minute s on s.pool = want.pool and s.minute = want.minute and s.kind = $3
      where s.pool = any($1::int[]) and s.minute >= $4 and s.minute <= $5`,
    values: [int4Array(keys.map(cellPool)), int4Array(minutes), kind, least(minutes), greatest(minutes)],
  });
  return new Map(rows.map((row) => [cellKey(row.pool, row.minute), decodeSums(row.sums)]));
}
