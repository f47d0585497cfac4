import type { Pool, PoolClient } from "pg";
import { DomainKeeper } from "../../audit/index.ts";
import { int2Array, int4Array } from "../binaryArrays.ts";
import { lockPools } from "../cpu/commands.ts";
import { Directory, type PoolRow, type RegistryRow } from "./directory.ts";

/** A pool that grows past this is being sent something other than node names. */
export const MAX_NODES_PER_POOL = 20_000;

/** Thrown where a pool would get more nodes than any pool has: node names carry something that changes every time. */
export class TooManyNodesError extends Error {
  constructor(pool: number) {
    super(
      `pool ${pool} would have over ${MAX_NODES_PER_POOL} nodes: do the node names carry a time or a random part?`,
    );
  }
}

/** The process's directory of names, never behind the inventory. */
export class DirectoryKeeper {
  readonly #database: Pool;
  readonly #names: DomainKeeper<void>;
  #directory = new Directory([], []);
  #begun = 0;
  #loaded = 0;

  constructor(database: Pool) {
    this.#database = database;
    this.#names = new DomainKeeper(database, () => this.#load());
  }

  readonly current = (): Directory => this.#directory;

  /** Reads the inventory's names again if they have changed up to `sinceMs` (performance.now(), by default of this call). */
  async refresh(sinceMs?: number): Promise<void> {
    await this.#names.current(sinceMs);
  }

  async #load(): Promise<void> {
    this.#begun += 1;
    const place = this.#begun;
    const rows = await readNames(this.#database);
    // One that was begun later may have come first.
    if (place < this.#loaded) return;
    this.#loaded = place;
    this.#directory = new Directory(rows.pools, rows.registries, this.#directory);
  }

  /** Learns the slots of these nodes, by pool id, and gives new ones a slot. Committed when it returns. */
  async learnNodes(wanted: ReadonlyMap<number, ReadonlySet<string>>, minute: number): Promise<void> {
    const directory = this.#directory;
    await learnNodes(this.#database, directory, [...wanted.keys()]);
    const missing = [...wanted].flatMap(([pool, names]) =>
      [...names].filter((name) => !directory.pool(pool)?.slots.has(name)).map((name) => ({ pool, name })),
    );
    if (missing.length > 0) await allocateNodes(this.#database, directory, { missing, minute });
  }
}

/** Reads every node of these pools into the directory. */
export async function learnNodes(
  database: Pool | PoolClient,
  directory: Directory,
  pools: readonly number[],
): Promise<void> {
  const { rows } = await database.query<{ pool: number; slot: number; name: string }>(
    "select pool, slot, name from telemetry.node where pool = any($1::int[])",
    [pools],
  );
  for (const row of rows) directory.learnNode(row.pool, row.name, row.slot);
}

async function readNames(
  database: Pool,
): Promise<{ readonly pools: PoolRow[]; readonly registries: RegistryRow[] }> {
  const pools = await database.query<PoolRow>(
    `select p.id as pool, s.id as "stampId", s.region_id as "regionId", s.name as "stampName", p.name as "poolName"
       from pool p join stamp s on s.id = p.stamp_id where p.retired_at is null and s.retired_at is null
     union all
     select p.id, s.id, s.region_id, f.name, p.name
       from former_name f join stamp s on f.thing = 'stamp' and s.id = f.thing_id join pool p on p.stamp_id = s.id
       where p.retired_at is null and s.retired_at is null and not exists (select from stamp n where n.name = f.name and n.retired_at is null)`,
  );
  const registries = await database.query<RegistryRow>(
    `with named as (
       select id, name from registry where retired_at is null
       union all
       select f.thing_id, f.name from former_name f
         where f.thing = 'registry' and not exists (select from registry n where n.name = f.name and n.retired_at is null)
     )
     select named.id, named.name, coalesce(placed.regions, '{}') as regions
       from named left join (select registry_id, array_agg(region_id) as regions from replica group by 1) placed
         on placed.registry_id = named.id`,
  );
  return { pools: pools.rows, registries: registries.rows };
}

/** Under the locks of the pools nobody else gives slots, so that what is read then is all there is. */
async function allocateNodes(
  database: Pool,
  directory: Directory,
  wanted: { missing: readonly { pool: number; name: string }[]; minute: number },
): Promise<void> {
  const pools = [...new Set(wanted.missing.map((node) => node.pool))];
  const client = await database.connect();
  try {
    await client.query("begin");
    await lockPools(client, pools);
    await learnNodes(client, directory, pools);
    const fresh = giveSlots(directory, wanted.missing);
    await client.query({
      name: "telemetry-new-nodes",
      text: `insert into telemetry.node (pool, slot, name, first_minute)
        select pool, slot, name, $4 from unnest($1::int[], $2::smallint[], $3::text[]) as sent(pool, slot, name)`,
      values: [
        int4Array(fresh.map((node) => node.pool)),
        int2Array(fresh.map((node) => node.slot)),
        fresh.map((node) => node.name),
        wanted.minute,
      ],
    });
    await client.query("commit");
    for (const { pool, name, slot } of fresh) directory.learnNode(pool, name, slot);
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** The slots after those of each pool, in the order in which the nodes were named. */
function giveSlots(
  directory: Directory,
  missing: readonly { pool: number; name: string }[],
): { pool: number; name: string; slot: number }[] {
  const next = new Map<number, number>();
  return missing.flatMap(({ pool, name }) => {
    const known = directory.pool(pool);
    if (known === undefined || known.slots.has(name)) return [];
    const slot = next.get(pool) ?? known.names.length;
    if (slot >= MAX_NODES_PER_POOL) throw new TooManyNodesError(pool);
    next.set(pool, slot + 1);
    return [{ pool, name, slot }];
  });
}
