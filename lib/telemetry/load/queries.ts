import type { Pool } from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { MinuteWindow } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { listHomes, listRegistryOwners, type RegistryHome } from "../../fleet/bindings/queries.ts";
import { CopyReader } from "../cpu/copyReader.ts";
import { type LoadMatrix, LoadMatrixBuilder, type LoadOwner, type LoadSums } from "./loadMatrix.ts";
import { visitLoad } from "./loadRow.ts";

/** Where load is read from: packed minutes over one connection pool, homes and names over the other. */
export interface LoadSource {
  readonly prisma: Transaction;
  readonly pools: { readonly read: Pool };
}

/** A pool whose load is asked for, and the stamp that it is of. */
export interface LoadPool {
  readonly id: number;
  readonly stampId: number;
}

/**
 * The load of pools over a window, a column for each registry, by pool id. A pool that nobody reported load of is there too, with
 * no bin reported. Load of a registry that was not at home there is kept and counted as `unbound`.
 */
export async function readLoadMatrices(
  source: LoadSource,
  pools: readonly LoadPool[],
  window: MinuteWindow,
): Promise<Map<number, LoadMatrix>> {
  const builders = new Map(pools.map(({ id }) => [id, new LoadMatrixBuilder(id, window)]));
  const [homes] = await Promise.all([
    listHomes(source.prisma, [...new Set(pools.map(({ stampId }) => stampId))], window),
    copyLoad(source.pools.read, { pools: [...builders.keys()], window }, (pool, minute, packed) =>
      builders.get(pool)?.take(minute, packed),
    ),
  ]);
  const homesOf = Map.groupBy(homes, ({ stampId }) => stampId);
  const owners = pools.map((pool) => ownersOf(homesOf.get(pool.stampId) ?? []));
  const strange = new Set(
    pools.flatMap(({ id }, at) => builders.get(id)?.registries.filter((one) => !owners[at]?.has(one)) ?? []),
  );
  const named = await listRegistryOwners(source.prisma, [...strange]);
  return new Map(
    pools.flatMap(({ id }, at): [number, LoadMatrix][] => {
      const builder = builders.get(id);
      if (builder === undefined) return [];
      const all = new Map(owners[at]);
      for (const registry of builder.registries) {
        const owner = named.get(registry);
        if (owner !== undefined && !all.has(registry)) all.set(registry, { ...owner, registry, bound: [] });
      }
      return [[id, builder.finish(all)]];
    }),
  );
}

function ownersOf(homes: readonly RegistryHome[]): Map<number, LoadOwner> {
  const owners = new Map<number, LoadOwner & { readonly bound: MinuteWindow[] }>();
  for (const { registry, name, tenant, fromMinute, toMinute } of homes) {
    const owner = owners.get(registry) ?? { registry, name, tenant, bound: [] };
    owner.bound.push({ fromMinute, toMinute });
    owners.set(registry, owner);
  }
  return owners;
}

/** Sums by pool id, without a column for each registry: what a list of many shows. Pools without load are left out. */
export async function sumLoad(
  database: Pool,
  pools: readonly number[],
  window: MinuteWindow,
): Promise<ReadonlyMap<number, LoadSums>> {
  const sums = new Map<
    number,
    { minutes: number; registries: Map<number, { requests: number; bytes: number }> }
  >();
  await copyLoad(database, { pools, window }, (pool, _minute, packed) => {
    const sum = sums.get(pool) ?? { minutes: 0, registries: new Map() };
    sums.set(pool, sum);
    sum.minutes++;
    visitLoad(packed, (registry, requests, bytes) => {
      const own = sum.registries.get(registry) ?? { requests: 0, bytes: 0 };
      own.requests += Math.max(0, requests);
      own.bytes += Math.max(0, bytes);
      sum.registries.set(registry, own);
    });
  });
  return sums;
}

interface LoadAsked {
  readonly pools: readonly number[];
  readonly window: MinuteWindow;
}

/** Hands out every packed minute. COPY takes no parameters: what is put into its text is whole numbers only, checked here. */
async function copyLoad(
  database: Pool,
  { pools, window: { fromMinute, toMinute } }: LoadAsked,
  take: (pool: number, minute: number, packed: Uint8Array) => void,
): Promise<void> {
  if (pools.length === 0) return;
  if (![...pools, fromMinute, toMinute].every(Number.isSafeInteger))
    throw new RangeError("ids and minutes are whole numbers");
  const text = `copy (select pool, minute, entries from telemetry.load_minute
    where pool = any('{${pools.join(",")}}'::int[]) and minute >= ${fromMinute} and minute < ${toMinute})
    to stdout (format binary)`;
  const client = await database.connect();
  try {
    const reader = new CopyReader();
    const takeRow = (row: CopyReader) => take(row.int4(), row.int4(), row.bytes());
    for await (const chunk of client.query(copyTo(text))) reader.read(chunk as Buffer, takeRow);
  } finally {
    client.release();
  }
}
