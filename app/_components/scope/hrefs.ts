/** Where a stamp, or one of its pools, is shown. */
export function stampHref(stamp: string, pool?: string): string {
  const path = `/stamps/${encodeURIComponent(stamp)}`;
  return pool === undefined ? path : `${path}?pool=${encodeURIComponent(pool)}`;
}

/** Where a registry is shown. */
export function registryHref(registry: string): string {
  return `/registries/${encodeURIComponent(registry)}`;
}

/** Where a tenant is shown. */
export function tenantHref(tenant: string): string {
  return `/tenants/${encodeURIComponent(tenant)}`;
}

/** Where a plan is shown: its newest version, or the one named. */
export function planHref(id: number, version?: number): string {
  return version === undefined ? `/plans/${id}` : `/plans/${id}?version=${version}`;
}
