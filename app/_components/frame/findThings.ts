import { registryHref, stampHref, tenantHref } from "../scope/hrefs.ts";

/** A stamp, a pool, a registry or a tenant, as search finds it. */
export interface Findable {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly href: string;
}

interface InventoryShape {
  readonly regions: readonly {
    readonly name: string;
    readonly stamps: readonly {
      readonly name: string;
      readonly pools: readonly { readonly name: string }[];
    }[];
  }[];
  readonly registries?: readonly { readonly name: string; readonly tenant: string }[];
}

/** Every stamp and pool of an inventory, then its registries, then their tenants, each in its order. */
export function listFindables(inventory: InventoryShape): Findable[] {
  const registries = inventory.registries ?? [];
  const tenants = [...new Set(registries.map(({ tenant }) => tenant))];
  return [
    ...listPlaces(inventory),
    ...registries.map(({ name, tenant }) => ({
      key: `registry ${name}`,
      label: name,
      detail: `registry of ${tenant}`,
      href: registryHref(name),
    })),
    ...tenants.map((tenant) => ({
      key: `tenant ${tenant}`,
      label: tenant,
      detail: "tenant",
      href: tenantHref(tenant),
    })),
  ];
}

function listPlaces(inventory: InventoryShape): Findable[] {
  return inventory.regions.flatMap((region) =>
    region.stamps.flatMap((stamp) => [
      { key: `stamp ${stamp.name}`, label: stamp.name, detail: region.name, href: stampHref(stamp.name) },
      ...stamp.pools.map((pool) => ({
        key: `pool ${stamp.name}/${pool.name}`,
        label: `${stamp.name} ${pool.name}`,
        detail: region.name,
        href: stampHref(stamp.name, pool.name),
      })),
    ]),
  );
}

/**
 * What matches every word typed, best first: names that begin with the first word, then the rest, in the order they
 * came. Words may be cut short and in any case; nothing typed matches everything.
 */
export function findThings(
  things: readonly Findable[],
  typed: string,
  limit: number,
): { readonly found: Findable[]; readonly total: number } {
  const words = typed
    .toLowerCase()
    .split(/[\s/]+/)
    .filter(Boolean);
  const first = words[0] ?? "";
  const matches = things.filter((thing) => {
    const text = `${thing.label} ${thing.detail}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const begins = matches.filter((thing) => thing.label.toLowerCase().startsWith(first));
  const rest = matches.filter((thing) => !thing.label.toLowerCase().startsWith(first));
  return { found: [...begins, ...rest].slice(0, limit), total: matches.length };
}
