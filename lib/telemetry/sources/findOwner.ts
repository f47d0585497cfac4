import type { Directory, PoolEntry, Unresolved } from "../names/directory.ts";
import type { Place, SeriesTarget } from "./resolveSeries.ts";

/** What names a node or a registry of a pool. */
export type NamedTarget = Extract<SeriesTarget, Place>;

/** The pool that a series is of, and the slot of its node there or the number of its registry. */
export interface FoundOwner {
  readonly pool: PoolEntry;
  readonly owner: number;
}

/** Where the names of a target lead; null: the pool is known, its node or the registry is not. */
export function findOwner(directory: Directory, target: NamedTarget): FoundOwner | Unresolved | null {
  const pool = directory.resolvePool(target.stamp, target.pool);
  if (typeof pool === "string") return pool;
  const owner = "node" in target ? pool.slots.get(target.node) : directory.resolveRegistry(target.registry);
  return owner === undefined || owner === null ? null : { pool, owner };
}
