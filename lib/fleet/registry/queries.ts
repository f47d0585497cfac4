import type { Transaction } from "../../db/client.ts";
import { readConstraints } from "../inventory/readConstraints.ts";
import { findThing } from "../naming/thing/commands.ts";
import type { ReplicaConstraints } from "../types.ts";

/** A registry in one region. */
export interface ReplicaFacts {
  readonly region: string;
  /** Null = it has no home there any more. */
  readonly homeStamp: string | null;
  readonly boundAtMs: number | null;
  readonly constraints: ReplicaConstraints;
  readonly lastMovedAtMs: number | null;
}

export interface RegistryFacts {
  readonly id: number;
  readonly name: string;
  readonly tenant: string;
  readonly isRetired: boolean;
  /** By region. */
  readonly replicas: readonly ReplicaFacts[];
}

/** A registry by the name it has or had, also one that is retired: its history is kept. Null when there never was one. */
export async function loadRegistry(db: Transaction, name: string): Promise<RegistryFacts | null> {
  const found = await findThing(db, "registry", name, { retiredToo: true });
  if (found === null) return null;
  const row = await db.registry.findUniqueOrThrow({
    where: { id: found.id },
    select: {
      retiredAt: true,
      tenant: { select: { name: true } },
      replicas: {
        select: {
          id: true,
          lastMovedAt: true,
          region: { select: { name: true } },
          bindings: {
            where: { unboundAt: null },
            select: { boundAt: true, stamp: { select: { name: true } } },
          },
        },
      },
    },
  });
  const constraintsOf = await readSeenConstraints(db, found.id);
  const replicas = row.replicas.map(({ id, region, lastMovedAt, bindings: [home] }) => ({
    region: region.name,
    homeStamp: home?.stamp.name ?? null,
    boundAtMs: home?.boundAt.getTime() ?? null,
    constraints: readConstraints(constraintsOf.get(id) ?? {}),
    lastMovedAtMs: lastMovedAt?.getTime() ?? null,
  }));
  return {
    id: found.id,
    name: found.name,
    tenant: row.tenant.name,
    isRetired: row.retiredAt !== null,
    replicas: replicas.sort((one, other) => (one.region < other.region ? -1 : 1)),
  };
}

/** By replica, with the tenants that whoever asks knows of. */
async function readSeenConstraints(db: Transaction, registry: number): Promise<ReadonlyMap<number, unknown>> {
  const rows = await db.$queryRaw<{ id: number; constraints: unknown }[]>`
    select id, seen_constraints(constraints) as constraints from replica where registry_id = ${registry}`;
  return new Map(rows.map(({ id, constraints }) => [id, constraints]));
}
