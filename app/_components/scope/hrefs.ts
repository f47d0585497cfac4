/** Where a stamp, or one of its pools, is shown. */
export function stampHref(stamp: string, pool?: string): string {
  const path = `/stamps/${encodeURIComponent(stamp)}`;
  return pool === undefined ? path : `${path}?pool=${encodeURIComponent(pool)}`;
}
