import type { SlotNames } from "../cpu/rollup.ts";

/** A pool that samples can name, with the nodes it is known to have. Grows as nodes appear. */
export interface PoolEntry {
  readonly id: number;
  readonly stampId: number;
  readonly slots: Map<string, number>;
  /** Name by slot. */
  readonly names: string[];
}

export type Unresolved = "unknown_stamp" | "unknown_pool";

export interface PoolRow {
  readonly pool: number;
  readonly stampId: number;
  readonly stampName: string;
  readonly poolName: string;
}

/**
 * Names of stamps, pools, nodes and registries as numbers, kept in memory for the write path. It may be behind the
 * database; a name it does not know is looked up again before a row is refused for it.
 */
export class Directory {
  readonly #stamps = new Map<string, Map<string, PoolEntry>>();
  readonly #pools = new Map<number, PoolEntry>();
  readonly #registries: ReadonlyMap<string, number>;
  #lastStamp = "";
  #lastPool = "";
  #last: PoolEntry | null = null;

  constructor(rows: readonly PoolRow[], registries: ReadonlyMap<string, number>, nodesOf?: Directory) {
    this.#registries = registries;
    for (const row of rows) {
      const known = this.#pools.get(row.pool) ?? nodesOf?.pool(row.pool);
      const entry = known ?? { id: row.pool, stampId: row.stampId, slots: new Map(), names: [] };
      const pools = this.#stamps.get(row.stampName) ?? new Map<string, PoolEntry>();
      this.#stamps.set(row.stampName, pools.set(row.poolName, entry));
      this.#pools.set(row.pool, entry);
    }
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
