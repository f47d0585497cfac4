import { compareText } from "#lib/core/index.ts";

/** A registry's traffic on the stamp that is its home, over the window. */
export interface RegistryTraffic {
  readonly registry: string;
  readonly tenant: string;
  readonly stamp: string;
  /** Requests, or bytes where nobody reports requests; null = nobody reported anything of its stamp. */
  readonly traffic: number | null;
}

export interface RegistryMove {
  readonly registry: string;
  readonly tenant: string;
  readonly from: string;
  readonly to: string;
}

/** What becomes of a tenant on a stamp. */
export type TenantPart = "stays" | "stays_in_part" | "arrives" | "gains" | "leaves";

/** A tenant on a stamp that moves touch. Shares 0–1 of the stamp's traffic; null = cannot be had. */
export interface TouchedTenant {
  readonly tenant: string;
  readonly part: TenantPart;
  readonly registriesBefore: number;
  readonly registriesAfter: number;
  readonly shareBefore: number | null;
  readonly shareAfter: number | null;
}

export interface TouchedStamp {
  readonly stamp: string;
  readonly role: "source" | "destination";
  /** By share after, the greatest first; then by share before; ties by name. */
  readonly tenants: readonly TouchedTenant[];
}

/**
 * Who is on the stamps that moves touch, before and after: those that stay at a source, those that are at a destination
 * already, and those who come and go. A stamp that gains is a destination, whatever else it loses. Traffic goes with its
 * registry; where any of it is not known, shares of that stamp after the moves are not either. Sources first, by name.
 */
export function findTouchedStamps(
  registries: readonly RegistryTraffic[],
  moves: readonly RegistryMove[],
): TouchedStamp[] {
  const trafficOf = new Map(registries.map((one) => [keyOf(one.stamp, one.registry), one.traffic]));
  const gains = new Set(moves.map(({ to }) => to));
  const names = new Set(moves.flatMap(({ from, to }) => [from, to]));
  const gone = new Set(moves.map(({ registry, from }) => keyOf(from, registry)));
  return [...names]
    .map((stamp): TouchedStamp => {
      const before = registries.filter((one) => one.stamp === stamp);
      const arriving = moves
        .filter(({ to }) => to === stamp)
        .map((move) => ({ ...move, stamp, traffic: trafficOf.get(keyOf(move.from, move.registry)) ?? null }));
      const after = [...before.filter((one) => !gone.has(keyOf(stamp, one.registry))), ...arriving];
      const role = gains.has(stamp) ? "destination" : "source";
      return { stamp, role, tenants: compareTenants(before, after, arriving) };
    })
    .sort((one, other) =>
      one.role === other.role ? compareText(one.stamp, other.stamp) : one.role === "source" ? -1 : 1,
    );
}

function compareTenants(
  before: readonly RegistryTraffic[],
  after: readonly RegistryTraffic[],
  arriving: readonly RegistryTraffic[],
): TouchedTenant[] {
  const [was, is] = [sharesOf(before), sharesOf(after)];
  const arrive = new Set(arriving.map(({ tenant }) => tenant));
  const names = new Set([...before, ...after].map(({ tenant }) => tenant));
  return [...names]
    .map((tenant): TouchedTenant => {
      const [registriesBefore, registriesAfter] = [countOf(before, tenant), countOf(after, tenant)];
      return {
        tenant,
        part: partOf({ registriesBefore, registriesAfter, arrives: arrive.has(tenant) }),
        registriesBefore,
        registriesAfter,
        shareBefore: was(tenant),
        shareAfter: is(tenant),
      };
    })
    .sort(
      (one, other) =>
        (other.shareAfter ?? 0) - (one.shareAfter ?? 0) ||
        (other.shareBefore ?? 0) - (one.shareBefore ?? 0) ||
        compareText(one.tenant, other.tenant),
    );
}

function partOf(counts: { registriesBefore: number; registriesAfter: number; arrives: boolean }): TenantPart {
  if (counts.registriesAfter === 0) return "leaves";
  if (counts.registriesBefore === 0) return "arrives";
  if (counts.arrives) return "gains";
  return counts.registriesAfter < counts.registriesBefore ? "stays_in_part" : "stays";
}

/** Null for all where anybody's traffic is not known, or there is none: then there is nothing to share out. */
function sharesOf(registries: readonly RegistryTraffic[]): (tenant: string) => number | null {
  const sums = new Map<string, number>();
  let all = 0;
  for (const { tenant, traffic } of registries) {
    if (traffic === null) return () => null;
    all += traffic;
    sums.set(tenant, (sums.get(tenant) ?? 0) + traffic);
  }
  return (tenant) => (all > 0 ? (sums.get(tenant) ?? 0) / all : null);
}

function countOf(registries: readonly RegistryTraffic[], tenant: string): number {
  return registries.reduce((count, one) => (one.tenant === tenant ? count + 1 : count), 0);
}

function keyOf(stamp: string, registry: string): string {
  return `${stamp}/${registry}`;
}
