/** Update domains of a stamp of which nothing else is said. */
export const NEW_STAMP_UPDATE_DOMAINS = 5;

/** Instances that are left when the largest update domain is out, at least none. */
export function carryingOf(instances: number, updateDomains: number): number {
  return instances - (updateDomains > 1 ? Math.ceil(instances / updateDomains) : 1);
}
