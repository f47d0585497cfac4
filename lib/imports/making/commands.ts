import type { Author } from "../../audit/index.ts";
import type { DatabaseClient } from "../../db/client.ts";
import { withTransaction } from "../../db/client.ts";
import { putInventory } from "../../fleet/index.ts";
import type { Telemetry } from "../../telemetry/commands.ts";

/** Stamps and pools that rows have named, to be put into the inventory before the rows are resolved. */
export interface MissingPools {
  saw(stamp: string, pool: string): void;
  make(): Promise<void>;
}

/** For an import that makes nothing: unknown names are refused by the write path. */
export const MAKES_NOTHING: MissingPools = { saw: () => undefined, make: async () => undefined };

/** What was missing could not be made: rows that name it cannot be taken in. */
export class PoolsNotMadeError extends Error {}

/** Makes what is not in the inventory; an unknown stamp in `region`, an unknown pool in its own stamp. */
export class PoolMaker implements MissingPools {
  private readonly database: Pick<DatabaseClient, "prisma">;
  private readonly telemetry: Pick<Telemetry, "names">;
  private readonly region: string;
  private readonly author: () => Author;
  private readonly known = new Set<string>();
  private fresh: { stamp: string; pool: string }[] = [];
  private lastStamp = "";
  private lastPool = "";

  /** `author`: who is said to have made them, and when. */
  constructor(
    database: Pick<DatabaseClient, "prisma">,
    telemetry: Pick<Telemetry, "names">,
    { region, author }: { readonly region: string; readonly author: () => Author },
  ) {
    this.database = database;
    this.telemetry = telemetry;
    this.region = region;
    this.author = author;
  }

  saw(stamp: string, pool: string): void {
    if (stamp === this.lastStamp && pool === this.lastPool) return;
    this.lastStamp = stamp;
    this.lastPool = pool;
    const key = `${stamp}\n${pool}`;
    if (this.known.has(key)) return;
    this.known.add(key);
    this.fresh.push({ stamp, pool });
  }

  async make(): Promise<void> {
    if (this.fresh.length === 0) return;
    const { fresh } = this;
    this.fresh = [];
    await this.telemetry.names.refresh();
    const missing = fresh.filter(
      ({ stamp, pool }) => typeof this.telemetry.names.current().resolvePool(stamp, pool) === "string",
    );
    if (missing.length === 0) return;
    await this.put(missing);
    await this.telemetry.names.refresh();
  }

  private async put(missing: readonly { stamp: string; pool: string }[]): Promise<void> {
    const names = [...new Set(missing.map(({ stamp }) => stamp))];
    const author = this.author();
    const made = await withTransaction(this.database, async (tx) => {
      const stamps = await tx.stamp.findMany({ where: { name: { in: names } }, include: { region: true } });
      const regionOf = new Map(stamps.map(({ name, region }) => [name, region.name]));
      const byRegion = Map.groupBy(names, (name) => regionOf.get(name) ?? this.region);
      const regions = [...byRegion].map(([region, stampNames]) => ({
        name: region,
        stamps: stampNames.map((name) => ({
          name,
          pools: missing.filter(({ stamp }) => stamp === name).map(({ pool }) => ({ name: pool })),
        })),
      }));
      return await putInventory(tx, author, { body: { regions }, prune: false });
    });
    if (made.ok) return;
    const reasons = made.error.errors?.map(({ path, message }) => `${path} ${message}`).join("; ");
    throw new PoolsNotMadeError(`${made.error.detail}${reasons === undefined ? "" : ` (${reasons})`}`);
  }
}
