import type { ClientBase } from "pg";
import { byteaArray, int4Array } from "../binaryArrays.ts";
import { cellKey, cellPool, cellTime } from "../cellKey.ts";
import { CpuBatch } from "../cpu/cpuBatch.ts";
import { addPart, digestOf, type Instant, keysOf, percentOf } from "./nodeShares.ts";
import { readShares, type StoredShares } from "./queries.ts";
import type { NodePart } from "./shareIntake.ts";
import { encodeInstants } from "./shareRow.ts";

/** What the parts of one body make. */
export interface PlacedParts {
  readonly cpu: CpuBatch;
  /** Parts of nodes of which no core is complete yet: kept, without a sample. */
  readonly pending: number;
}

type Changed = Map<number, { readonly series: number; readonly instants: readonly Instant[] }>;

/** Puts parts, body after body, to what came before of their instants, and answers the samples of each body. The pools must be locked. */
export async function placeParts(
  client: ClientBase,
  bodies: readonly (readonly NodePart[])[],
): Promise<readonly PlacedParts[]> {
  const all = bodies.flat();
  if (all.length === 0) return bodies.map(() => ({ cpu: new CpuBatch(), pending: 0 }));
  const stored = await readShares(client, all);
  const changed: Changed = new Map();
  const placed = bodies.map((parts) => {
    const cpu = new CpuBatch();
    let pending = 0;
    for (const part of parts) {
      const percent = place(part, stored, changed);
      if (percent === null) pending++;
      else addSample(cpu, part, percent);
    }
    return { cpu, pending };
  });
  if (changed.size > 0) await writeShares(client, changed);
  return placed;
}

function place(part: NodePart, stored: Map<number, StoredShares>, changed: Changed): number | null {
  const key = cellKey(part.pool, part.slot);
  const before = stored.get(key);
  if (before?.series === part.series) return percentOf(part.shares, [], part.isIdleState);
  const instants = addPart(before?.instants ?? [], part);
  const expected = keysOf(instants);
  const after = { series: digestOf(expected), instants };
  stored.set(key, after);
  changed.set(key, after);
  return percentOf(instants.at(-1)?.shares ?? part.shares, expected, part.isIdleState);
}

function addSample(cpu: CpuBatch, { pool, slot, tsMs }: NodePart, percent: number): void {
  const seconds = Math.floor(tsMs / 1_000);
  const minute = Math.floor(seconds / 60);
  const value = Math.round(Math.min(100, Math.max(0, percent)) * 100);
  cpu.add({ pool, minute, second: seconds - minute * 60, slot, value, request: 0 });
}

async function writeShares(client: ClientBase, changed: Changed): Promise<void> {
  const rows = [...changed];
  await client.query({
    name: "telemetry-upsert-node-shares",
    text: `insert into telemetry.node_shares (pool, slot, series, shares)
      select * from unnest($1::int[], $2::int[], $3::int[], $4::bytea[])
      on conflict (pool, slot) do update set series = excluded.series, shares = excluded.shares`,
    values: [
      int4Array(rows.map(([key]) => cellPool(key))),
      int4Array(rows.map(([key]) => cellTime(key))),
      int4Array(rows.map(([, { series }]) => series)),
      byteaArray(rows.map(([, { instants }]) => encodeInstants(instants))),
    ],
  });
}
