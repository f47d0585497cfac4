import type { Transaction } from "../../db/client.ts";
import type { FleetShape } from "../shape/limitShape.ts";
import { matchPlaces, wordsOf } from "./matchPlaces.ts";
import type { FoundThing, SearchAnswer } from "./searchAnswer.ts";

/**
 * Stamps, pools, registries and tenants by words of their names: stamps and pools from the shape in memory, registries, of
 * which there may be a hundred thousand, by the database.
 */
export async function searchFleet(
  db: Transaction,
  shape: FleetShape,
  { q, limit }: { readonly q: string; readonly limit: number },
): Promise<SearchAnswer> {
  const words = wordsOf(q);
  const places = matchPlaces(shape, words);
  const owners = await findOwners(db, { words, limit });
  const of = (begins: boolean) => owners.filter((one) => one.begins === begins).map(foundOwner);
  const found = [...places.begin, ...of(true), ...places.rest, ...of(false)].slice(0, limit);
  const counted = owners[0]?.total ?? 0;
  return { found, total: places.begin.length + places.rest.length + counted };
}

interface OwnerRow {
  readonly kind: "registry" | "tenant";
  readonly name: string;
  readonly tenant: string;
  readonly begins: boolean;
  /** Of all that match, not of those that were asked for. */
  readonly total: number;
}

/** Registries, then the tenants that have any; those that begin with the first word before the rest. */
async function findOwners(
  db: Transaction,
  { words, limit }: { readonly words: readonly string[]; readonly limit: number },
): Promise<readonly OwnerRow[]> {
  const patterns = words.map((word) => `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`);
  return await db.$queryRaw<OwnerRow[]>`
    select kind, name, tenant, starts_with(lower(name), ${words[0] ?? ""}) as begins, (count(*) over ())::int as total
    from (
      select 'registry' as kind, registry.name, tenant.name as tenant,
        lower(registry.name || ' registry of ' || tenant.name) as text
        from registry join tenant on tenant.id = registry.tenant_id where registry.retired_at is null
      union all
      select 'tenant', tenant.name, '', lower(tenant.name || ' tenant')
        from tenant
        where exists (select from registry where registry.tenant_id = tenant.id and registry.retired_at is null)
    ) as thing
    where text like all (${patterns}::text[])
    order by begins desc, kind, name collate "C"
    limit ${limit}`;
}

function foundOwner({ kind, name, tenant }: OwnerRow): FoundThing {
  return { kind, name, of: tenant, region: "" };
}
