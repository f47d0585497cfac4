import type { SlotNames } from "../cpu/rollup.ts";

/** A pool that samples can name, with the nodes it is known to have. Grows as nodes appear. */
export interface PoolEntry {
  readonly id: number;
  readonly stampId: number;
  readonly regionId: number;
  readonly slots: Map<string, number>;
  /** Name by slot. */
  readonly names: string[];
}

export type Unresolved = "unknown_stamp" | "unknown_pool";

export interface PoolRow {
  readonly pool: number;
  readonly stampId: number;
  readonly regionId: number;
  readonly stampName: string;
  readonly poolName: string;
}

/** A registry that samples can name, and the regions it has been at home in; one that never was is anybody's. */
export interface RegistryRow {
  readonly id: number;
  readonly name: string;
  readonly regions: readonly number[];
}

/**
 * Names of stamps, pools, nodes and registries as numbers, kept in memory for the write path. It may be behind the
 * database; a name it does not know is looked up again before a row is refused for it.
 */
export class Directory {
  readonly #stamps = new Map<string, Map<string, PoolEntry>>();
  readonly #pools = new Map<number, PoolEntry>();
  readonly #rows: readonly PoolRow[];
  readonly #registryRows: readonly RegistryRow[];
  readonly #registries: ReadonlyMap<string, number>;
  readonly #limited = new Map<string, Directory>();
  /** Asked for again with each row of a body. */
  #lastRegions: readonly number[] | null = null;
  #lastLimited: Directory | null = null;
  #lastStamp = "";
  #lastPool = "";
  #last: PoolEntry | null = null;

  constructor(rows: readonly PoolRow[], registries: readonly RegistryRow[], nodesOf?: Directory) {
    this.#rows = rows;
    this.#registryRows = registries;
    this.#registries = new Map(registries.map(({ id, name }) => [name, id]));
    for (const row of rows) {
      const known = this.#pools.get(row.pool) ?? nodesOf?.pool(row.pool);
      const entry = known ?? {
        id: row.pool,
        stampId: row.stampId,
        regionId: row.regionId,
        slots: new Map(),
        names: [],
      };
      const pools = this.#stamps.get(row.stampName) ?? new Map<string, PoolEntry>();
      this.#stamps.set(row.stampName, pools.set(row.poolName, entry));
      this.#pools.set(row.pool, entry);
    }
  }

  /**
   * The same, as a sender knows it who is limited to these regions (null = to none): of the others there is no name. What is
   * learned of nodes is learned by both.
   */
  limitedTo(regions: readonly number[] | null): Directory {
    if (regions === null) return this;
    if (regions === this.#lastRegions && this.#lastLimited !== null) return this.#lastLimited;
    const limited = this.#limitedTo(regions);
    this.#lastRegions = regions;
    this.#lastLimited = limited;
    return limited;
  }

  #limitedTo(regions: readonly number[]): Directory {
    const key = regions.join();
    const known = this.#limited.get(key);
    if (known !== undefined) return known;
    const has = (region: number) => regions.includes(region);
    const limited = new Directory(
      this.#rows.filter(({ regionId }) => has(regionId)),
      this.#registryRows.filter((row) => row.regions.length === 0 || row.regions.some(has)),
      this,
    );
    this.#limited.set(key, limited);
    return limited;
  }

  resolvePool(stamp: string, pool: string): PoolEntry | Unresolved {
    if (this.#last !== null && stamp === this.#lastStamp && pool === this.#lastPool) return this.#last;
    const pools = this.#stamps.get(stamp);
    if (pools === undefined) return "unknown_stamp";
    const entry = pools.get(pool);
    if (entry === undefined) return "unknown_pool";
    this.#lastStamp = stamp;
    this.#lastPool = pool;
    this.#last = entry;
    return entry;
  }

  /** Id of a stamp that has at least one pool. */
  resolveStamp(stamp: string): number | null {
    for (const entry of this.#stamps.get(stamp)?.values() ?? []) return entry.stampId;
    return null;
  }

  resolveRegistry(registry: string): number | null {
    return this.#registries.get(registry) ?? null;
  }

  pool(id: number): PoolEntry | undefined {
    return this.#pools.get(id);
  }

  learnNode(pool: number, name: string, slot: number): void {
    const entry = this.#pools.get(pool);
    if (entry === undefined) return;
    entry.slots.set(name, slot);
    entry.names[slot] = name;
  }

  namesOf(pool: number): SlotNames {
    const names = this.#pools.get(pool)?.names ?? [];
    return (slot) => names[slot] ?? "";
  }
}
