import type { HotStampReason } from "../hotness/hotStampReasons.ts";
import type { SimulatedPool } from "./types.ts";

/** The tenant that makes a stamp hot: what its relief is of a pool's hot-node P95. */
export interface Dominant {
  readonly name: string;
  readonly pool: string;
  readonly reliefPoints: number;
  readonly share: number;
}

/** What of one kind of pool is to be placed elsewhere, and how much is free there; vCPU-weighted node points. */
export interface Room {
  readonly kind: string;
  readonly needed: number;
  readonly free: number;
}

/** Whether the shared stamps have room for what is over the limit, in vCPUs (in nodes where these are not declared). */
export function whyRoom(
  { kind, needed, free }: Room,
  { limit, vcpusPerNode }: { readonly limit: number; readonly vcpusPerNode: number | null },
): string {
  const unit = vcpusPerNode === null ? "nodes" : "vCPUs";
  const inUnit = (points: number) => `${(points / 100).toFixed(1)} ${unit}`;
  const rooms = `${kind} pools of the shared stamps that may take load have ${inUnit(free)} left under their limits, and ${inUnit(needed)} are over it here`;
  if (free >= needed) return `The ${rooms}: together they have room.`;
  // More nodes do not thin out what each needs when idle: so many at least.
  const nodes = Math.ceil((needed - free) / Math.max(1, limit * (vcpusPerNode ?? 1)));
  return `The ${rooms}: together they have no room. It takes at least ${nodes} more node${nodes === 1 ? "" : "s"}${vcpusPerNode === null ? "" : ` of ${vcpusPerNode} vCPUs`}.`;
}

/** Why nothing is to be done about a stamp of which no pool is over its limit. */
export function whyNothing({
  stamp,
  reasons,
  tenant,
  pools,
}: {
  readonly stamp: string;
  readonly reasons: readonly HotStampReason[];
  readonly tenant: Dominant | null;
  readonly pools: readonly SimulatedPool[];
}): string {
  const signals = reasons.flatMap((reason) =>
    reason.kind === "signal" ? [`${reason.signal.replaceAll("_", " ")} (${reason.severity})`] : [],
  );
  if (signals.length > 0)
    return `It is hot for what was signalled, ${signals.join(", ")}, and ${whyCalm(stamp, pools)}: no move takes anything off what is over a limit. To relieve it all the same, ask with a lower limit.`;
  const share = tenant === null ? "" : `${shareOf(stamp, tenant)}, as tenants of an isolated stamp do, and `;
  return `${share}${whyCalm(stamp, pools)}.`;
}

/** Why a tenant is to have a stamp of its own. @param pools of the stamp where none is over its limit: that is told first */
export function whyIsolate({
  stamp,
  tenant,
  alone,
  pools,
}: {
  readonly stamp: string;
  readonly tenant: Dominant;
  readonly alone: string;
  readonly pools: readonly SimulatedPool[] | null;
}): string {
  const whole = `${shareOf(stamp, tenant)}, and ${alone}.`;
  return pools === null
    ? whole
    : `What is to be had is a smaller blast radius: ${whyCalm(stamp, pools)}. ${whole}`;
}

function shareOf(stamp: string, { name, pool, reliefPoints, share }: Dominant): string {
  return `${name} makes ${Math.round(100 * share)} % of ${stamp} ${pool} (${reliefPoints.toFixed(1)} points of its hot-node P95)`;
}

/** `no pool of wus-f is over its limit (dataproxy, the fullest, is at 36.5 of 40 %)` */
function whyCalm(stamp: string, pools: readonly SimulatedPool[]): string {
  const known = pools.flatMap(({ pool, limit, before }) =>
    before.hotNodeP95 === null ? [] : [{ pool, limit, p95: before.hotNodeP95 }],
  );
  const fullest = known.toSorted((a, b) => a.limit - a.p95 - (b.limit - b.p95))[0];
  if (fullest === undefined) return `nothing is known of the pools of ${stamp}`;
  const which = known.length < pools.length ? "no pool that can be told" : "no pool";
  return `${which} of ${stamp} is over its limit (${fullest.pool}, the fullest, is at ${fullest.p95.toFixed(1)} of ${fullest.limit} %)`;
}
