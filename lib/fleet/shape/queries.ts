import { DomainKeeper } from "../../audit/index.ts";
import type { DatabaseClient } from "../../db/client.ts";
import { loadFleetShape } from "../queries.ts";
import { loadSettingOverrides } from "../settings/queries.ts";
import type { FleetShape } from "./limitShape.ts";

/** Whoever says how the fleet's shape is now. */
export interface ShapeReader {
  current(): Promise<FleetShape>;
}

/** The fleet's shape, never behind the database. */
export class ShapeKeeper extends DomainKeeper<FleetShape> implements ShapeReader {
  constructor({ pools, prisma }: Pick<DatabaseClient, "pools" | "prisma">) {
    super(pools.read, async () => {
      const [shape, overrides] = await Promise.all([loadFleetShape(prisma), loadSettingOverrides(prisma)]);
      return { ...shape, overrides };
    });
  }
}
