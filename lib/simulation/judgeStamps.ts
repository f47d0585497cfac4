import { explainNode, type NodeExplanation } from "../contribution/explainNode.ts";
import type { StampKind } from "../fleet/types.ts";
import type { HotStampReason } from "../hotness/hotStampReasons.ts";
import { type Destinations, type IsolationSize, sizeIsolation } from "./sizeIsolation.ts";
import type { SimulatedPool, Simulation, SimulationPool } from "./types.ts";
import { type Dominant, type Room, whyIsolate, whyNothing, whyRoom } from "./verdictWords.ts";

export const VERDICTS = ["rebalance", "isolate", "scale_out", "mend_node", "nothing"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A hot stamp as its measures and signals have it. */
export interface HotStamp {
  readonly stamp: string;
  readonly kind: StampKind;
  readonly reasons: readonly HotStampReason[];
  /** Nodes that its measures make sick, by pool name: hottest in most bins, and the pool far cooler without them. */
  readonly sickNodes: readonly { readonly pool: string; readonly slot: number; readonly name: string }[];
}

/** What a verdict rests on; every number it names. Percent and points. */
export interface VerdictEvidence {
  readonly reasons: readonly HotStampReason[];
  /** Its hottest pool against its limit, before and after the moves; null = not known. */
  readonly pool: string | null;
  readonly limit: number | null;
  readonly before: number | null;
  readonly after: number | null;
  /** In words, one sentence. */
  readonly because: string;
  readonly sickNode?: NodeExplanation & { readonly pool: string; readonly name: string };
  readonly tenant?: Dominant;
  /** Pools that the moves would bring over their limit. */
  readonly destinationsOverLimit: readonly {
    readonly stamp: string;
    readonly pool: string;
    readonly after: number;
  }[];
  readonly isolation?: readonly IsolationSize[];
  readonly room?: Room;
}

export interface StampVerdict {
  readonly stamp: string;
  readonly verdict: Verdict;
  readonly evidence: VerdictEvidence;
}

export interface JudgeInput extends Destinations {
  readonly simulation: Simulation;
  readonly stamps: readonly HotStamp[];
}

/**
 * What would help each hot stamp, tried in this order: a node to be mended (no moves for it); nothing, where the moves gain
 * less than the noise, or where no pool is over its limit and no tenant dominates it against its stamp's purpose; rebalance, where they stay on existing shared stamps, bring it under its limits and none of those
 * over; isolate, where one tenant makes the heat and no shared stamp has room for it, or it dominates wherever it is; otherwise rebalance
 * where the shared stamps together have room, and scale_out where they have none.
 */
export function judgeStamps(input: JudgeInput): StampVerdict[] {
  return input.stamps.filter(({ reasons }) => reasons.length > 0).map((stamp) => judgeStamp(input, stamp));
}

function judgeStamp(input: JudgeInput, stamp: HotStamp): StampVerdict {
  const own = input.simulation.pools.filter((pool) => pool.stamp === stamp.stamp);
  const hottest = own.toSorted(
    (a, b) =>
      (b.excess.before ?? 0) - (a.excess.before ?? 0) ||
      (b.before.hotNodeP95 ?? 0) - (a.before.hotNodeP95 ?? 0),
  )[0];
  const destinationsOverLimit = input.simulation.pools
    .filter(
      ({ flags, stamp: name }) =>
        flags.includes("destination_over_limit") && input.sharedDestinations.has(name),
    )
    .map((pool) => ({ stamp: pool.stamp, pool: pool.pool, after: afterOf(pool) ?? 0 }));
  const base = {
    reasons: stamp.reasons,
    pool: hottest?.pool ?? null,
    limit: hottest?.limit ?? null,
    before: hottest?.before.hotNodeP95 ?? null,
    after: hottest === undefined ? null : afterOf(hottest),
    destinationsOverLimit,
  };
  const tell = (verdict: Verdict, because: string, more: Partial<VerdictEvidence> = {}): StampVerdict => ({
    stamp: stamp.stamp,
    verdict,
    evidence: { ...base, because, ...more },
  });

  const sick = findSickNode(input, stamp);
  if (sick !== null)
    return tell(
      "mend_node",
      `Node ${sick.name} runs ${Math.round(sick.byItselfPoints)} points of its own that no tenant asks for.`,
      {
        sickNode: sick,
      },
    );
  const touched = own.filter(({ role }) => role !== "untouched");
  if (touched.length > 0 && touched.every(({ flags }) => flags.includes("inside_noise")))
    return tell("nothing", "What the moves change is smaller than what cannot be known of it.");
  const relieved = own.every(({ excess }) => excess.after === 0);
  const tenant = findDominant(stamp, input.pools);
  const isCalm = own.every(({ excess }) => (excess.before ?? 0) === 0);
  if (isCalm && own.every(({ role }) => role !== "source") && (tenant === null || stamp.kind === "isolated"))
    return tell("nothing", whyNothing({ ...stamp, tenant, pools: own }));
  const helps = touched.length > 0 && relieved;
  if (helps && staysShared(input) && destinationsOverLimit.length === 0 && !landsDominant(input, tenant))
    return tell("rebalance", "The moves bring every pool under its limit, and no shared stamp over.");
  if (tenant !== null) {
    const isolation = sizeIsolation(input, { stamp: stamp.stamp, tenant: tenant.name });
    const alone = whyAlone(input, { tenant: tenant.name, isolation });
    if (alone !== null)
      return tell("isolate", whyIsolate({ stamp: stamp.stamp, tenant, alone, pools: isCalm ? own : null }), {
        tenant,
        isolation,
      });
  }
  const room = findRoom(input, stamp.stamp);
  const size = input.pools.find((pool) => pool.stamp === stamp.stamp && pool.kind === room.kind);
  const because = whyRoom(room, {
    limit: size?.measures.limit ?? 0,
    vcpusPerNode: size?.vcpusPerNode ?? null,
  });
  return tell(room.free >= room.needed ? "rebalance" : "scale_out", because, { room });
}

/** Whether all that moves stays on existing shared stamps, so that these suffice. */
function staysShared({ simulation, sharedDestinations }: JudgeInput): boolean {
  return simulation.pools.every(({ role, stamp }) => role !== "destination" || sharedDestinations.has(stamp));
}

/** Why no shared stamp is a home for a tenant; null where one has room for it in its pools of every kind. */
function whyAlone(
  input: JudgeInput,
  { tenant, isolation }: { readonly tenant: string; readonly isolation: readonly IsolationSize[] },
): string | null {
  const dominated = stampsDominatedBy(input, tenant);
  if (dominated !== null) return `dominates wherever it is: ${dominated.join(", ")}`;
  const inAll = (stampsOf: (one: IsolationSize) => readonly string[]) =>
    isolation.flatMap(stampsOf).some((stamp) => isolation.every((one) => stampsOf(one).includes(stamp)));
  if (inAll((one) => one.sharedStampsWithRoom)) return null;
  return inAll((one) => [...one.sharedStampsWithRoom, ...one.sharedStampsDominated])
    ? "would dominate every shared stamp that has room for it"
    : "no shared stamp has room for it";
}

/** The stamps of a tenant where they are several, and it dominates them all; else null. */
function stampsDominatedBy({ stamps, pools }: JudgeInput, tenant: string): string[] | null {
  const dominated = stamps
    .filter(({ reasons }) =>
      reasons.some((reason) => reason.kind === "dominated" && reason.tenant === tenant),
    )
    .map(({ stamp }) => stamp);
  if (dominated.length < 2) return null;
  const isOn = ({ load }: SimulationPool) =>
    load?.registries.some((registry) => registry.tenant === tenant && hasLoad(registry)) ?? false;
  return pools.filter(isOn).every(({ stamp }) => dominated.includes(stamp)) ? dominated : null;
}

function hasLoad({
  requests,
  bytes,
}: {
  readonly requests: Float32Array;
  readonly bytes: Float32Array;
}): boolean {
  return requests.some((value) => value > 0) || bytes.some((value) => value > 0);
}

function afterOf({ after }: SimulatedPool): number | null {
  const p95 = after?.hotNodeP95 ?? null;
  return typeof p95 === "object" ? (p95?.value ?? null) : p95;
}

function findSickNode({ pools }: JudgeInput, { stamp, sickNodes }: HotStamp) {
  for (const { pool, slot, name } of sickNodes) {
    const model = pools.find((one) => one.stamp === stamp && one.pool === pool)?.fitted?.model;
    const why = model === undefined ? null : explainNode(model, slot);
    if (why !== null && !why.explainedByLoad) return { ...why, pool, name };
  }
  return null;
}

/** The tenant that makes the stamp hot, by the measures' own words. */
function findDominant({ reasons, stamp }: HotStamp, pools: readonly SimulationPool[]): Dominant | null {
  const dominated = reasons
    .filter((reason) => reason.kind === "dominated")
    .sort((a, b) => b.share - a.share)[0];
  if (dominated === undefined) return null;
  const p95 =
    pools.find((one) => one.stamp === stamp && one.pool === dominated.pool)?.measures.hotNodeP95 ?? 0;
  return {
    name: dominated.tenant,
    pool: dominated.pool,
    reliefPoints: dominated.share * p95,
    share: dominated.share,
  };
}

/** Whether the moves bring the dominant tenant to a shared stamp, where it would dominate again. */
function landsDominant(
  { simulation, sharedDestinations, pools }: JudgeInput,
  tenant: Dominant | null,
): boolean {
  if (tenant === null) return false;
  return simulation.pools.some((pool) => {
    if (pool.role !== "destination" || !sharedDestinations.has(pool.stamp)) return false;
    const measured = pools.find((one) => one.stamp === pool.stamp && one.pool === pool.pool);
    const gained = (afterOf(pool) ?? 0) - (measured?.measures.hotNodeP95 ?? 0);
    return gained >= (measured?.dominanceShare ?? 1) * (afterOf(pool) ?? 0);
  });
}

/** Of the kind of pool where it is tightest, node points × nodes × vCPUs: over the limit here, free on the shared stamps. */
function findRoom({ pools, sharedDestinations }: JudgeInput, stamp: string): Room {
  const kinds = new Set(pools.filter((pool) => pool.stamp === stamp).map(({ kind }) => kind));
  const rooms = [...kinds].map((kind): Room => {
    let needed = 0;
    let free = 0;
    for (const { measures, vcpusPerNode, ...pool } of pools) {
      const { hotNodeP95, limit, nodes } = measures;
      if (pool.kind !== kind || hotNodeP95 === null || nodes === null || measures.state === "unknown")
        continue;
      const size = nodes * (vcpusPerNode ?? 1);
      if (pool.stamp === stamp) needed += Math.max(0, hotNodeP95 - limit) * size;
      else if (sharedDestinations.has(pool.stamp)) free += Math.max(0, limit - hotNodeP95) * size;
    }
    return { kind, needed, free };
  });
  const lacking = ({ needed, free }: Room) => needed - free;
  const [first = { kind: "", needed: 0, free: 0 }, ...others] = rooms;
  return others.reduce((tightest, room) => (lacking(room) > lacking(tightest) ? room : tightest), first);
}
