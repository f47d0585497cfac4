import type { DatabaseClient } from "../../db/client.ts";
import { withTransaction } from "../../db/client.ts";
import { putInventory } from "../../fleet/index.ts";
import type { Telemetry } from "../../telemetry/commands.ts";
import { CommandError } from "../commandError.ts";

/** Stamps and pools that rows have named, to be put into the inventory before the rows are resolved. */
export interface MissingPools {
  saw(stamp: string, pool: string): void;
  make(): Promise<void>;
}

/** For an import without --create: unknown names are refused by the write path. */
export const MAKES_NOTHING: MissingPools = { saw: () => undefined, make: async () => undefined };

/** For --create: makes what is not in the inventory; an unknown stamp in `region`, an unknown pool in its own stamp. */
export class PoolMaker implements MissingPools {
  private readonly database: DatabaseClient;
  private readonly telemetry: Telemetry;
  private readonly region: string;
  private readonly known = new Set<string>();
  private fresh: { stamp: string; pool: string }[] = [];
  private lastStamp = "";
  private lastPool = "";

  constructor(database: DatabaseClient, telemetry: Telemetry, region: string) {
    this.database = database;
    this.telemetry = telemetry;
    this.region = region;
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
    const author = { actor: "cli", actorRole: "admin", atMs: Date.now(), requestId: null };
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
    throw new CommandError(`--create: ${made.error.detail}${reasons === undefined ? "" : ` (${reasons})`}`);
  }
}
