import type { ClientBase } from "pg";
import { int4Array } from "../binaryArrays.ts";
import { cellKey } from "../cellKey.ts";
import type { Instant } from "./nodeShares.ts";
import { decodeInstants } from "./shareRow.ts";

/** What is stored of a node. */
export interface StoredShares {
  readonly series: number;
  /** Null where what it sends is what was asked for: then it is not read. */
  readonly instants: readonly Instant[] | null;
}

/** By `cellKey(pool, slot)`. The pools must be locked. */
export async function readShares(
  client: ClientBase,
  wanted: readonly { readonly pool: number; readonly slot: number; readonly series: number }[],
): Promise<Map<number, StoredShares>> {
  const { rows } = await client.query<{ pool: number; slot: number; series: number; shares: Buffer | null }>({
    name: "telemetry-node-shares",
    text: `select n.pool, n.slot, n.series, case when n.series <> want.series then n.shares end as shares
      from unnest($1::int[], $2::int[], $3::int[]) as want(pool, slot, series)
      join telemetry.node_shares n on n.pool = want.pool and n.slot = want.slot
      where n.pool = any($1::int[])`,
    values: [
      int4Array(wanted.map(({ pool }) => pool)),
      int4Array(wanted.map(({ slot }) => slot)),
      int4Array(wanted.map(({ series }) => series)),
    ],
  });
  const stored = new Map<number, StoredShares>();
  for (const { pool, slot, series, shares } of rows) {
    const key = cellKey(pool, slot);
    // Two bodies may have sent two things of one node.
    if (shares === null && stored.has(key)) continue;
    stored.set(key, { series, instants: shares === null ? null : decodeInstants(shares) });
  }
  return stored;
}
