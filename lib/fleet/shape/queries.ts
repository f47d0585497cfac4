import type { Pool } from "pg";
import { readDomainVersion } from "../../audit/index.ts";
import type { DatabaseClient } from "../../db/client.ts";
import { loadFleetShape } from "../queries.ts";
import { loadSettingOverrides } from "../settings/queries.ts";
import type { SettingOverrides } from "../settings.ts";
import type { Fleet } from "../types.ts";

/** Regions, stamps and pools, and every setting that is not its default. */
export interface FleetShape extends Pick<Fleet, "regions" | "stamps" | "pools"> {
  readonly overrides: SettingOverrides;
}

interface KeptShape {
  readonly version: string;
  readonly shape: Promise<FleetShape>;
}

/**
 * The fleet's shape, kept in memory and never behind the database: each look asks for the version of the domain, which
 * every change of it raises in its own transaction, whichever process makes it.
 */
export class ShapeKeeper {
  readonly #database: Pool;
  readonly #prisma: DatabaseClient["prisma"];
  #kept: KeptShape | null = null;

  constructor({ pools, prisma }: Pick<DatabaseClient, "pools" | "prisma">) {
    this.#database = pools.read;
    this.#prisma = prisma;
  }

  /** As it was committed when this was called, or later. */
  async current(): Promise<FleetShape> {
    // Not shared with a look under way: that one may have begun before a commit which this one must see.
    const version = await readDomainVersion(this.#database);
    if (this.#kept?.version === version) return await this.#kept.shape;
    // Read after the version: what is kept under it is never older than it.
    const kept = { version, shape: this.#read() };
    this.#kept = kept;
    try {
      return await kept.shape;
    } catch (error) {
      if (this.#kept === kept) this.#kept = null;
      throw error;
    }
  }

  async #read(): Promise<FleetShape> {
    const [shape, overrides] = await Promise.all([
      loadFleetShape(this.#prisma),
      loadSettingOverrides(this.#prisma),
    ]);
    return { ...shape, overrides };
  }
}
