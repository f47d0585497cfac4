import type { Author } from "../audit/index.ts";
import type { Caller } from "../auth/index.ts";
import { withTransaction } from "../db/client.ts";
import { type InventoryBody, nameSchema, putInventory, type SourceMapping } from "../fleet/index.ts";
import type { Place } from "../telemetry/index.ts";
import type { AppContext } from "./appContext.ts";

/** Made of one body at the most: more are made by the bodies after it. */
const MOST_AT_ONCE = 100;

interface Sender {
  readonly author: Author;
  readonly caller: Caller;
}

/**
 * Makes the stamps and pools that a body named and the inventory does not have, as PUT /api/v1/inventory would, with its
 * audit events: in the region that the labels name, else in the one that the mapping sets; where neither is a region
 * that the sender may send for, not at all. What could not be made is refused by who asked, as unknown.
 */
export async function createUnknownPools(
  app: AppContext,
  { author, caller }: Sender,
  { unknown, mapping }: { readonly unknown: readonly Place[]; readonly mapping: SourceMapping },
): Promise<void> {
  const { regions, stamps } = await app.shape.current();
  const stampRegions = new Map(stamps.map(({ name, region }) => [name, region]));
  const allowed = new Set(
    regions
      .filter(({ id }) => caller.regions === null || caller.regions.includes(id))
      .map(({ name }) => name),
  );
  const placed = unknown.slice(0, MOST_AT_ONCE).flatMap(({ region, stamp, pool }) => {
    const wanted = stampRegions.get(stamp) ?? region ?? "";
    const home = allowed.has(wanted) ? wanted : stampRegions.has(stamp) ? null : mapping.createInRegion;
    const areNames = nameSchema.safeParse(stamp).success && nameSchema.safeParse(pool).success;
    return home !== null && allowed.has(home) && areNames ? [{ home, stamp, pool }] : [];
  });
  if (placed.length === 0) return;
  const made = await withTransaction(app.database, (tx) =>
    putInventory(tx, author, { body: bodyOf(placed), prune: false }),
  );
  if (!made.ok) app.log.warn({ failure: made.error }, "stamps named by samples could not be made");
}

interface Placed {
  readonly home: string;
  readonly stamp: string;
  readonly pool: string;
}

function bodyOf(placed: readonly Placed[]): InventoryBody {
  const homes = new Map<string, Map<string, string[]>>();
  for (const { home, stamp, pool } of placed) {
    const stamps = homes.get(home) ?? new Map<string, string[]>();
    homes.set(home, stamps.set(stamp, [...(stamps.get(stamp) ?? []), pool]));
  }
  return {
    regions: [...homes].map(([name, stamps]) => ({
      name,
      stamps: [...stamps].map(([stamp, pools]) => ({
        name: stamp,
        pools: pools.map((pool) => ({ name: pool })),
      })),
    })),
  };
}
